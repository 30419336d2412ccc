import pMap from 'p-map';
import type { Logger } from 'pino';
import type { Project } from '../contract/contract.ts';
import type { Events } from '../events/events.ts';
import type { Presence } from '../events/presence.ts';
import type { Records } from '../records/records.ts';
import { whenAvailable } from '../volumes/volume-failure.ts';
import type { Volumes } from '../volumes/volumes.ts';
import type { LostHomes } from './homes.ts';
import { Rounds } from './rounds.ts';
import { unmanagedOf } from './unmanaged-folders.ts';

export interface FolderWatchDeps {
  readonly records: Pick<Records, 'projects'>;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly presence: Pick<Presence, 'users'>;
  readonly events: Pick<Events, 'publish'>;
  readonly lost: LostHomes;
  readonly log: Pick<Logger, 'warn'>;
}

/** Folders made or deleted in a terminal are noticed within half a minute. */
const EVERY_MS = 20_000;
/** The number of volumes, of hundreds, that are asked at the same time. */
const AT_ONCE = 16;

/** Each folder as it was last told of, by id. */
type Told = ReadonlyMap<string, string>;

/**
 * Looks again and again for folders that are no projects, as no event tells of
 * them. Only for users with a page of a server: it costs nothing to ask their
 * volume.
 */
export class FolderWatch {
  readonly #deps: FolderWatchDeps;
  readonly #told = new Map<string, Told>();
  readonly #rounds: Rounds;

  constructor(deps: FolderWatchDeps) {
    this.#deps = deps;
    this.#rounds = new Rounds({
      everyMs: EVERY_MS,
      look: () => this.#look(),
      onError: error => {
        this.#warn(error);
      }
    });
  }

  /** Look for all users, or join the look that is under way. */
  look(): Promise<void> {
    return this.#rounds.now();
  }

  dispose(): Promise<void> {
    return this.#rounds.dispose();
  }

  async #look(): Promise<void> {
    const users = this.#deps.presence.users();
    for (const user of [...this.#told.keys()].filter(one => !users.has(one))) {
      this.#told.delete(user);
    }
    const look = (user: string) =>
      this.#lookFor(user).catch((error: unknown) => {
        this.#warn(error);
      });
    await pMap(users, look, { concurrency: AT_ONCE });
  }

  #warn(error: unknown): void {
    this.#deps.log.warn(
      { err: error },
      'Folders could not be looked for; the next round tries again'
    );
  }

  async #lookFor(user: string): Promise<void> {
    const { volumes } = this.#deps;
    const folders = await whenAvailable(volumes.of(user).list(), undefined);
    if (!folders) {
      return;
    }
    const found = unmanagedOf(folders, await this.#projects(user));
    const before = this.#told.get(user) ?? new Map<string, string>();
    const now = new Map(found.map(one => [one.id, JSON.stringify(one)]));
    this.#told.set(user, now);
    this.#tell(user, found, before);
    for (const id of [...before.keys()].filter(one => !now.has(one))) {
      this.#deps.events.publish(user, {
        event: 'project-removed',
        data: { id }
      });
    }
  }

  #tell(user: string, found: readonly Project[], before: Told): void {
    for (const data of found) {
      if (before.get(data.id) !== JSON.stringify(data)) {
        this.#deps.events.publish(user, { event: 'project', data });
      }
    }
  }

  /** List projects: a folder renamed under its server is still a project's. */
  async #projects(
    user: string
  ): Promise<Pick<Project, 'name' | 'renamedTo'>[]> {
    const { records, lost } = this.#deps;
    const projects = await records.projects.of(user);
    return projects.map(({ id, name }) => {
      const renamedTo = lost.get(id)?.name;
      return renamedTo === undefined ? { name } : { name, renamedTo };
    });
  }
}
