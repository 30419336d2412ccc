import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes empty folders for work, and removes each after it. */
export class Scratch {
  readonly #folder: string;
  /** The names of the folders in use. */
  readonly #working = new Set<string>();
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Work in a folder of that name, or of a new name. */
  async with<T>(
    name: string | undefined,
    work: (folder: string) => Promise<T>
  ): Promise<T> {
    const own = name ?? `look-${String(++this.#count)}`;
    const folder = join(this.#folder, own);
    this.#working.add(own);
    try {
      await remove(folder);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return await work(folder);
    } finally {
      await remove(folder);
      this.#working.delete(own);
    }
  }

  /** Remove the folders that an earlier process left. */
  async collect(): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      if (!this.#working.has(name)) {
        await remove(join(this.#folder, name));
      }
    }
  }
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
