import type { Transaction } from 'kysely';
import type { Driver, RunningServer } from '../drivers/driver.ts';
import type { ServerRef } from '../drivers/server-ref.ts';
import { Failed } from '../base/errors.ts';
import type { Presence } from '../events/presence.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { Bell, inTime } from './bell.ts';

export type ServerRow = Tables['servers'];

export interface ServersDeps {
  readonly store: Store;
  readonly driver: Driver;
  readonly presence: Presence;
  readonly feed: ProjectFeed;
  readonly stopTimeoutMs: number;
}

/** Where a person opens a server: the workspace keeps the project's layout. */
export const labUrl = (path: string, slug: string) =>
  `${path}lab/workspaces/${encodeURIComponent(slug)}`;

const keyOf = ({ user, name }: ServerRef) => `${user}/${name}`;

/** The servers that switches start and stop, and what the store says of them. */
export class Servers {
  readonly #deps: ServersDeps;
  readonly #stopping = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();

  constructor(deps: ServersDeps) {
    this.#deps = deps;
  }

  rows(user: string): Promise<ServerRow[]> {
    return this.#deps.store
      .selectFrom('servers')
      .selectAll()
      .where('user', '=', user)
      .orderBy('left_at', 'desc')
      .execute();
  }

  async users(): Promise<string[]> {
    const rows = await this.#deps.store
      .selectFrom('servers')
      .select('user')
      .distinct()
      .execute();
    return rows.map(row => row.user);
  }

  /** What runs and is not being stopped. */
  async running(user: string): Promise<RunningServer[]> {
    const all = await this.#deps.driver.list(user);
    return all.filter(server => !this.#stopping.has(keyOf(server)));
  }

  async find(server: ServerRef): Promise<RunningServer | undefined> {
    const all = await this.running(server.user);
    return all.find(({ name }) => name === server.name);
  }

  async projectOf(server: ServerRef): Promise<string | undefined> {
    return (await this.#row(server))?.project;
  }

  async startedAt(server: ServerRef): Promise<string | undefined> {
    return (await this.#row(server))?.started_at;
  }

  /** The stop of this server that is under way, if there is one. */
  stopping(server: ServerRef): Promise<void> | undefined {
    return this.#stopping.get(keyOf(server));
  }

  /**
   * Stop a server and forget its token. From the call on it does not count as
   * running; a stop that fails leaves it known, to be stopped later.
   */
  stop(server: ServerRef, project: string): Promise<void> {
    const key = keyOf(server);
    const stop =
      this.#stopping.get(key) ??
      this.#stop(server, project).finally(() => {
        this.#stopping.delete(key);
        this.#deps.feed.changed(server.user, project);
      });
    this.#stopping.set(key, stop);
    return stop;
  }

  async forget({ user, name }: ServerRef): Promise<void> {
    await this.#deps.store
      .deleteFrom('servers')
      .where('user', '=', user)
      .where('name', '=', name)
      .execute();
  }

  /** Wait for no stop any more; one that did not end is made up for later. */
  dispose(): void {
    this.#closing.abort(new Failed('interrupted', 'The service is stopping.'));
  }

  async #row({ user, name }: ServerRef): Promise<ServerRow | undefined> {
    return (await this.rows(user)).find(row => row.name === name);
  }

  async #stop(server: ServerRef, project: string): Promise<void> {
    const { driver, presence, feed, stopTimeoutMs } = this.#deps;
    this.#closing.signal.throwIfAborted();
    feed.changed(server.user, project);
    const closing = new Bell();
    const closed = closing.next(this.#closing.signal);
    closed.catch(() => undefined);
    const stopped = inTime(stopTimeoutMs, driver.stop(server));
    try {
      if ((await Promise.race([stopped, closed])) === false) {
        throw new Failed('server-timeout', 'The server did not stop.');
      }
    } finally {
      closing.ring();
    }
    presence.forget(server);
    await this.forget(server);
  }
}

/** Write down a server that is about to be started. */
export async function enroll(
  transaction: Transaction<Tables>,
  row: ServerRow
): Promise<void> {
  const { user, name, ...values } = row;
  await transaction
    .insertInto('servers')
    .values({ user, name, ...values })
    .onConflict(conflict =>
      conflict.columns(['user', 'name']).doUpdateSet(values)
    )
    .execute();
}
