import { Failed } from '../base/errors.ts';
import type { Folder, Volume } from './volume.ts';
import type { Volumes } from './volumes.ts';

/**
 * The last that was seen under a name of a volume. `unseen`: nobody has looked
 * yet; `unavailable`: the volume did not answer the last look.
 */
export type Sighting = Folder['kind'] | 'missing' | 'unseen' | 'unavailable';

interface Seen {
  readonly entries: Map<string, Folder['kind'] | 'missing'>;
  /** True when all entries are known, so that any other is missing. */
  whole: boolean;
  available: boolean;
  /** Counts the changes: one up before each, and one up after. */
  changes: number;
}

/**
 * The last that was seen on users' volumes. Each call that asks or changes a
 * volume feeds it; reading it asks nobody and never waits.
 */
export class SeenFolders {
  readonly #users = new Map<string, Seen>();
  readonly #listeners = new Set<(user: string, names: string[]) => void>();

  of(user: string, name: string): Sighting {
    const seen = this.#seen(user);
    if (!seen.available) {
      return 'unavailable';
    }
    return seen.entries.get(name) ?? (seen.whole ? 'missing' : 'unseen');
  }

  /** Tell of names under which a list found something else than was known. */
  onChange(listener: (user: string, names: string[]) => void): void {
    this.#listeners.add(listener);
  }

  /** Believe others, such as a server about its home. True when it is news. */
  saw(user: string, name: string, kind: 'folder' | 'missing'): boolean {
    const before = this.of(user, name);
    this.#seen(user).entries.set(name, kind);
    return before !== 'unseen' && this.of(user, name) !== before;
  }

  /** Wrap volumes, so that their answers are remembered. */
  watched(volumes: Volumes): Volumes {
    return {
      root: volumes.root,
      of: user => this.#watched(user, volumes.of(user)),
      dispose: () => {
        volumes.dispose?.();
      }
    };
  }

  #watched(user: string, volume: Volume): Volume {
    const seen = this.#seen(user);
    const watched: Partial<Volume> = {
      list: async () => {
        const before = seen.changes;
        const folders = await answered(seen, volume.list());
        // A list from before a change says nothing of what is there now.
        if (seen.changes === before) {
          this.#listed(user, seen, folders);
        }
        return folders;
      },
      find: async name => {
        const before = seen.changes;
        const found = await answered(seen, volume.find(name));
        if (seen.changes === before) {
          seen.entries.set(name, found?.kind ?? 'missing');
        }
        return found;
      },
      publish: (...args) =>
        changing(seen, volume.publish(...args), { there: args[1] }),
      duplicate: (...args) =>
        changing(seen, volume.duplicate(...args), { there: args[1] }),
      rename: (...args) =>
        changing(seen, volume.rename(...args), {
          gone: [args[0]],
          there: args[1]
        }),
      trash: (...args) =>
        changing(seen, volume.trash(...args), { gone: [args[0]] }),
      restore: (...args) =>
        changing(seen, volume.restore(...args), { there: args[1] }),
      gather: (...args) =>
        changing(seen, volume.gather(...args), {
          gone: args[0],
          there: args[1]
        })
    };
    return new Proxy(volume, {
      get: (target, name) => {
        const own: unknown = Reflect.get(watched, name);
        const value: unknown = own ?? Reflect.get(target, name, target);
        return typeof value === 'function'
          ? (...args: unknown[]) =>
              Reflect.apply(value, target, args) as unknown
          : value;
      }
    });
  }

  #listed(user: string, seen: Seen, folders: readonly Folder[]): void {
    const found = folders.map(({ name }) => name);
    const names = new Set([...seen.entries.keys(), ...found]);
    const before = new Map([...names].map(name => [name, this.of(user, name)]));
    seen.entries.clear();
    folders.forEach(({ name, kind }) => seen.entries.set(name, kind));
    seen.whole = true;
    const changed = [...before]
      .filter(([name, was]) => was !== 'unseen' && this.of(user, name) !== was)
      .map(([name]) => name);
    if (changed.length > 0) {
      this.#listeners.forEach(listener => {
        listener(user, changed);
      });
    }
  }

  #seen(user: string): Seen {
    let seen = this.#users.get(user);
    if (!seen) {
      const entries = new Map<string, Folder['kind'] | 'missing'>();
      seen = { entries, whole: false, available: true, changes: 0 };
      this.#users.set(user, seen);
    }
    return seen;
  }
}

async function answered<T>(seen: Seen, asked: Promise<T>): Promise<T> {
  try {
    const answer = await asked;
    seen.available = true;
    return answer;
  } catch (error) {
    if (error instanceof Failed && error.code === 'volume-unavailable') {
      seen.available = false;
    }
    throw error;
  }
}

async function changing<T>(
  seen: Seen,
  work: Promise<T>,
  { gone = [], there }: { gone?: readonly string[]; there?: string }
): Promise<T> {
  seen.changes += 1;
  try {
    const result = await work;
    for (const name of gone) {
      seen.entries.set(name, 'missing');
    }
    if (there !== undefined) {
      seen.entries.set(there, 'folder');
    }
    return result;
  } finally {
    seen.changes += 1;
  }
}
