import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { checkName, isReserved } from './folder-name.ts';
import { lookAt } from './move.ts';
import { systemCode } from './volume-failure.ts';
import type { HomeState } from './volume.ts';

/** Pause between looks: network file systems tell of no changes. */
const EVERY_MS = 1000;
const LONGEST_MS = 60_000;

/** Watches the root, and the folder that a server has as its home. */
export class HomeWatch {
  readonly #root: string;
  readonly #home: string | undefined;

  constructor(deps: {
    readonly root: string;
    /** Where the active project's folder is mounted, e.g. `/home/jovyan`. */
    readonly home?: string | undefined;
  }) {
    this.#root = deps.root;
    this.#home = deps.home;
  }

  /**
   * Tell if the mounted home is still the folder of this name. It follows its
   * inode when somebody renames it (RELIABILITY.md d.3, rows 19 and 20).
   */
  async home(name: string): Promise<HomeState> {
    if (this.#home === undefined) {
      return { state: 'same' };
    }
    const mounted = await stat(this.#home).catch(missing);
    if (!mounted || mounted.nlink === 0) {
      return { state: 'gone' };
    }
    const there = await lookAt(join(this.#root, checkName(name)));
    if (there?.ino === mounted.ino) {
      return { state: 'same' };
    }
    const found = await this.#named(mounted.ino);
    return { state: 'moved', ...(found === undefined ? {} : { name: found }) };
  }

  /** Return a tag of the root's listing, as soon as it is not `tag`. */
  async changed(
    tag: string | undefined,
    waitMs: number,
    signal: AbortSignal
  ): Promise<string> {
    const rounds = Math.ceil(Math.min(waitMs, LONGEST_MS) / EVERY_MS);
    for (let round = 0; ; round++) {
      const now = await this.#tag();
      if (now !== tag || round >= rounds) {
        return now;
      }
      await delay(EVERY_MS, undefined, { signal });
    }
  }

  async #named(ino: number): Promise<string | undefined> {
    for (const name of await readdir(this.#root)) {
      // A hidden folder is no project's.
      const stats =
        name.startsWith('.') || isReserved(name)
          ? undefined
          : await lookAt(join(this.#root, name));
      if (stats?.ino === ino && stats.isDirectory()) {
        return name;
      }
    }
    return undefined;
  }

  async #tag(): Promise<string> {
    const entries = await readdir(this.#root, { withFileTypes: true });
    const lines = entries
      .filter(({ name }) => !isReserved(name))
      .map(entry => `${entry.name}/${entry.isDirectory() ? 'd' : 'f'}`);
    const listing = lines.sort().join('\0');
    return createHash('sha256').update(listing).digest('hex').slice(0, 16);
  }
}

function missing(error: unknown): undefined {
  if (systemCode(error) !== 'ENOENT') {
    throw error;
  }
}
