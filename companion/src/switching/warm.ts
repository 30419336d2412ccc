import pMap from 'p-map';
import type { ServerRef } from '../drivers/server-ref.ts';
import { RESCUE } from '../drivers/slug.ts';
import type { Presence } from '../events/presence.ts';
import type { ActiveProject } from '../records/active-projects.ts';
import type { Records } from '../records/records.ts';
import type { EnrolledServer } from '../records/servers.ts';
import { Deadline } from './deadline.ts';
import type { Journal } from './journal.ts';
import type { Servers } from './servers.ts';
import { unsavedPages } from './switch-record.ts';
import type { UserLocks } from '../base/user-locks.ts';

export interface WarmDeps {
  readonly records: Pick<Records, 'activeProjects'>;
  readonly journal: Journal;
  readonly servers: Servers;
  readonly presence: Presence;
  readonly locks: Pick<UserLocks, 'servers'>;
  readonly keepWarm: number;
  /** How long a page with unsaved work may be away before it counts as closed. */
  readonly awayMs: number;
  readonly log: { error(about: object, message: string): void };
}

/**
 * List the servers to stop. The active one stays, and so do the last `keepWarm`
 * that the user left, one for each other project; a rescue server is never kept
 * warm. `rows` are the servers that run, the one left last first.
 */
export function surplus(
  rows: readonly EnrolledServer[],
  active: ActiveProject,
  keepWarm: number
): EnrolledServer[] {
  const projects = new Set([active.project, RESCUE]);
  const kept = new Set([active.server]);
  const left = rows.filter(row => row.leftAt !== null && !kept.has(row.name));
  let room = keepWarm;
  for (const { name, project } of left) {
    if (room > 0 && !projects.has(project)) {
      room -= 1;
      projects.add(project);
      kept.add(name);
    }
  }
  return rows.filter(({ name }) => !kept.has(name));
}

/** The number of users whose servers are tidied at the same time. */
const AT_ONCE = 8;

const keyOf = ({ user, name }: ServerRef) => `${user}/${name}`;

/** Keeps the servers that were left running, and stops those that are too many. */
export class Warm {
  readonly #deps: WarmDeps;
  /** Servers kept for unsaved work; each has a timer while its page is away. */
  readonly #held = new Map<string, Deadline | undefined>();
  readonly #tidying = new Set<Promise<void>>();
  #disposed = false;

  constructor(deps: WarmDeps) {
    this.#deps = deps;
  }

  active(user: string): Promise<ActiveProject> {
    return this.#deps.records.activeProjects.of(user);
  }

  /** Stop, in the background, the surplus servers of a user. */
  tidy(user: string): void {
    this.#keep(this.#tidyIfOpen(user));
  }

  /** Tidy many users, a few at once. */
  tidyAll(users: readonly string[]): void {
    const tidy = (user: string) => this.#tidyIfOpen(user);
    this.#keep(pMap(users, tidy, { concurrency: AT_ONCE }));
  }

  #keep(work: Promise<unknown>): void {
    const kept = work.then(() => undefined);
    this.#tidying.add(kept);
    void kept.then(() => this.#tidying.delete(kept));
  }

  /** Never rejects. */
  async #tidyIfOpen(user: string): Promise<void> {
    try {
      if (!this.#disposed) {
        await this.#tidy(user);
      }
    } catch (error) {
      if (!this.#disposed) {
        this.#deps.log.error(
          { err: error, user },
          'Servers of a user could not be tidied; some may run on'
        );
      }
    }
  }

  /** Tidy when a page came to, or left, a server that is kept for its work. */
  pageChanged(server: ServerRef): void {
    if (this.#held.has(keyOf(server))) {
      this.tidy(server.user);
    }
  }

  /** True while a page has unsaved work on the server, and may still save. */
  async isHeld(server: ServerRef): Promise<boolean> {
    const { presence, awayMs } = this.#deps;
    const key = keyOf(server);
    const pages = await this.#unsaved(server);
    const timer = this.#held.get(key);
    const open = presence.pages(server);
    if (pages.some(page => open.has(page))) {
      timer?.clear();
      this.#held.set(key, undefined);
      return true;
    }
    if (pages.length === 0 || timer?.passed) {
      this.#release(key);
      return false;
    }
    if (!timer && !this.#disposed) {
      const away = new Deadline(awayMs, () => {
        this.tidy(server.user);
      });
      this.#held.set(key, away);
    }
    return true;
  }

  /** List pages with unsaved work, but of no earlier server with the name. */
  async #unsaved(server: ServerRef): Promise<string[]> {
    const { journal, servers } = this.#deps;
    const leaving = await journal.leaving(server.user, server.name);
    const begun = await servers.startedAt(server);
    return leaving && begun && leaving.shown.startedAt >= begun
      ? unsavedPages(leaving)
      : [];
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const key of [...this.#held.keys()]) {
      this.#release(key);
    }
    await Promise.all(this.#tidying);
  }

  async #tidy(user: string): Promise<void> {
    const { journal, locks } = this.#deps;
    const stops = await locks.servers.run(user, async () =>
      (await journal.underWay(user)) ? [] : await this.#stopSurplus(user)
    );
    const results = await Promise.allSettled(stops);
    for (const result of results) {
      if (result.status === 'rejected') {
        throw result.reason;
      }
    }
  }

  async #stopSurplus(user: string): Promise<Promise<void>[]> {
    const { servers, keepWarm } = this.#deps;
    const active = await this.active(user);
    const known = await servers.known(user);
    const names = new Set(known.map(({ name }) => name));
    const rows = await servers.enrolled(user);
    for (const row of rows) {
      const isThere = names.has(row.name) || servers.stopping(row);
      if (!isThere && row.name !== active.server) {
        await servers.forget(row);
      }
    }
    const running = rows.filter(row => names.has(row.name));
    const many = surplus(running, active, keepWarm);
    this.#releaseAllBut(user, many);
    const held = await Promise.all(many.map(row => this.isHeld(row)));
    return many
      .filter((_, index) => !held[index])
      .map(row => servers.stop(row, row.project));
  }

  #releaseAllBut(user: string, rows: readonly EnrolledServer[]): void {
    const keys = new Set(rows.map(keyOf));
    for (const key of [...this.#held.keys()]) {
      if (key.startsWith(`${user}/`) && !keys.has(key)) {
        this.#release(key);
      }
    }
  }

  #release(key: string): void {
    this.#held.get(key)?.clear();
    this.#held.delete(key);
  }
}
