import pMap from 'p-map';
import type { Logger } from 'pino';
import type { Driver } from '../drivers/driver.ts';
import { Failed } from '../base/errors.ts';
import type { Records } from '../records/records.ts';
import type { SeenFolders } from '../volumes/seen-folders.ts';
import type { HomeState } from '../volumes/volume.ts';
import type { UserLocks } from '../base/user-locks.ts';
import type { Events } from '../events/events.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import { checkName } from '../volumes/folder-name.ts';
import type { ProjectRecord } from '../records/projects.ts';
import type { HomeRecord } from '../records/servers.ts';
import { Rounds } from './rounds.ts';

/** Homes of running servers that were renamed or deleted, by project. */
export type LostHomes = ReadonlyMap<string, HomeState>;

export interface HomesDeps {
  readonly records: Pick<Records, 'projects' | 'servers'>;
  readonly driver: Pick<Driver, 'home'>;
  readonly events: Pick<Events, 'heard'>;
  readonly feed: ProjectFeed;
  readonly locks: Pick<UserLocks, 'files'>;
  readonly lost: Map<string, HomeState>;
  readonly seen: Pick<SeenFolders, 'saw'>;
  readonly log: Pick<Logger, 'warn'>;
}

/** A rename or delete in a terminal is told within half a minute. */
const EVERY_MS = 20_000;
const ANSWER_MS = 5_000;
/** The number of servers, of thousands, that are asked at the same time. */
const AT_ONCE = 16;
/** A server that fails to answer so often in a row is not asked again. */
const TRIES = 3;

/**
 * Checks again and again that running servers still have their project's folder
 * as their home: a mount follows a folder that is renamed, and stays when it is
 * deleted, so that nothing else tells of either. Only for users who hear of it,
 * as by an open page.
 */
export class Homes {
  readonly #deps: HomesDeps;
  /** How often in a row each server failed to answer. */
  readonly #silent = new Map<string, number>();
  readonly #rounds: Rounds;

  constructor(deps: HomesDeps) {
    this.#deps = deps;
    this.#rounds = new Rounds({
      everyMs: EVERY_MS,
      look: () => this.#look(),
      onError: error => {
        deps.log.warn(
          { err: error },
          'The homes of servers were not checked; the next round tries again'
        );
      }
    });
  }

  /** Check all homes, or join the check that is under way. */
  look(): Promise<void> {
    return this.#rounds.now();
  }

  /**
   * Let the project have the folder that its running server's home was renamed
   * to. Nothing moves. Fails unless the server says that this is its home.
   */
  async follow({ user, id }: ProjectRecord, name: string): Promise<void> {
    const { records, locks, lost, seen } = this.#deps;
    await locks.files.run(user, async () => {
      const all = await records.servers.homes();
      const running = all.find(({ project }) => project === id);
      const home = running && (await this.#homeOf(running));
      if (home?.state !== 'moved' || home.name !== name) {
        const detail = `The folder ${name} is not the one of this project.`;
        throw new Failed('folder-missing', detail, {
          values: { folder: name }
        });
      }
      const projects = await records.projects.of(user);
      if (projects.some(other => other.name === name)) {
        const detail = `A project in the folder "${name}" is there already.`;
        throw new Failed('project-exists', detail, { values: { name } });
      }
      await records.projects.change(id, { name: checkName(name) });
      seen.saw(user, name, 'folder');
      lost.delete(id);
    });
  }

  async dispose(): Promise<void> {
    await this.#rounds.dispose();
  }

  async #look(): Promise<void> {
    const { driver, events, lost, records } = this.#deps;
    if (!driver.home) {
      return;
    }
    const heard = events.heard();
    if (heard.size === 0 && lost.size === 0) {
      return;
    }
    const all = await records.servers.homes();
    keepOnly(this.#silent, all.map(keyOf));
    keepOnly(
      lost,
      all.map(({ project }) => project)
    );
    const told = all.filter(({ user }) => heard.has(user));
    await pMap(told, server => this.#ask(server), { concurrency: AT_ONCE });
  }

  async #ask(running: HomeRecord): Promise<void> {
    const key = keyOf(running);
    const silent = this.#silent.get(key) ?? 0;
    if (silent >= TRIES) {
      return;
    }
    try {
      const home = await this.#homeOf(running);
      this.#silent.delete(key);
      if (home && (await this.#isCurrent(running))) {
        this.#learn(running, home);
      }
    } catch {
      this.#silent.set(key, silent + 1);
    }
  }

  async #homeOf({ user, name, folder }: HomeRecord) {
    const signal = AbortSignal.timeout(ANSWER_MS);
    return await this.#deps.driver.home?.({ user, name }, folder, signal);
  }

  /** True when the folder that was asked about is still the project's. */
  async #isCurrent({ project, folder }: HomeRecord): Promise<boolean> {
    const { projects } = this.#deps.records;
    return (await projects.any(project))?.name === folder;
  }

  #learn({ user, project, folder }: HomeRecord, home: HomeState): void {
    const { lost, feed, seen } = this.#deps;
    const isThere = home.state === 'same' ? 'folder' : 'missing';
    const isNews = seen.saw(user, folder, isThere);
    const before = lost.get(project);
    const wasKnown =
      (before?.state ?? 'same') === home.state && before?.name === home.name;
    if (wasKnown && !isNews) {
      return;
    }
    if (home.state === 'same') {
      lost.delete(project);
    } else {
      lost.set(project, home);
    }
    feed.changed(user, project);
  }
}

const keyOf = ({ user, name, startedAt }: HomeRecord) =>
  `${user}/${name}/${startedAt}`;

function keepOnly(map: Map<string, unknown>, keys: readonly string[]): void {
  const kept = new Set(keys);
  for (const key of [...map.keys()].filter(one => !kept.has(one))) {
    map.delete(key);
  }
}
