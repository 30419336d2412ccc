import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What was resolved before, by the content that it was resolved from. A second
 * project with the same requirements is not resolved again.
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

  /** The text of a lock, or `undefined`. */
  async read(key: string): Promise<string | undefined> {
    return readFile(this.#path(key), 'utf8').catch(() => undefined);
  }

  /** Keep a lock; another build's of the same content is replaced whole. */
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

/** A key of everything that decides what is resolved, in whatever order. */
export function lockKey(parts: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}
