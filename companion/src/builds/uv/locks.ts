import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Keeps the exact versions that were resolved, by the content that they come
 * from. A second project with the same requirements is not resolved again.
 */
export class Locks {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async has(key: string): Promise<boolean> {
    return stat(this.#path(key)).then(
      () => true,
      () => false
    );
  }

  /** Return the text of a lock, or `undefined`. */
  async read(key: string): Promise<string | undefined> {
    return readFile(this.#path(key), 'utf8').catch(() => undefined);
  }

  /** Keep a lock; one that another build wrote meanwhile is replaced whole. */
  async write(key: string, text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const partial = `${this.#path(key)}.${randomUUID()}`;
    await writeFile(partial, text);
    await rename(partial, this.#path(key));
  }

  async remove(key: string): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  #path(key: string): string {
    return join(this.#folder, `${key}.txt`);
  }
}

/** Make a key of all that decides a lock; the order of parts is no matter. */
export function lockKey(parts: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}
