import { constants } from 'node:fs';
import { access, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentPaths } from './environment-paths.ts';

/** The environments of a data folder, and which of them are whole. */
export class Environments {
  readonly #data: string;
  /** Environments being built, or built and maybe not yet in the store. */
  readonly #held = new Set<string>();

  constructor(data: string) {
    this.#data = data;
  }

  /** Begin an environment: `collect` spares it until the store refers to it. */
  async hold(id: string): Promise<void> {
    this.#held.add(id);
    await mkdir(join(this.#data, 'environments'), {
      recursive: true,
      mode: 0o700
    });
  }

  /** Mark an environment as whole; `record` describes it for people. */
  async publish(id: string, record: object): Promise<void> {
    const marker = await open(environmentPaths(this.#data, id).marker, 'wx');
    try {
      await marker.writeFile(`${JSON.stringify(record, null, 2)}\n`);
      await marker.sync();
    } finally {
      await marker.close();
    }
  }

  async available(id: string): Promise<boolean> {
    try {
      const { marker, python } = environmentPaths(this.#data, id);
      await access(marker);
      await access(python, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  }

  async remove(id: string): Promise<void> {
    const { folder, marker } = environmentPaths(this.#data, id);
    await rm(marker, { force: true });
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    this.#held.delete(id);
  }

  /** Remove all that nothing refers to, also halves that a crash left. */
  async collect(referenced: ReadonlySet<string>): Promise<void> {
    for (const id of await entries(join(this.#data, 'environments'))) {
      if (referenced.has(id)) {
        // The store has it now: from here on the store decides.
        this.#held.delete(id);
      } else if (!this.#held.has(id)) {
        await this.remove(id);
      }
    }
  }
}

async function entries(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter(name => /^[A-Za-z0-9]/.test(name));
  } catch {
    return [];
  }
}
