import type { Driver, RunningServer } from '../drivers/driver.ts';
import type { ServerRef } from '../drivers/server-ref.ts';
import { Failed } from '../base/errors.ts';
import type { Presence } from '../events/presence.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import type { Records } from '../records/records.ts';
import type { EnrolledServer } from '../records/servers.ts';
import { inTime } from './deadline.ts';
import { Notifier } from './notifier.ts';

export interface ServersDeps {
  readonly records: Pick<Records, 'activeProjects' | 'projects' | 'servers'>;
  readonly driver: Driver;
  readonly presence: Presence;
  readonly feed: ProjectFeed;
  readonly stopTimeoutMs: number;
  readonly now: () => Date;
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

  /** Those that were asked to start, the last left first. */
  enrolled(user: string): Promise<EnrolledServer[]> {
    return this.#deps.records.servers.of(user);
  }

  users(): Promise<string[]> {
    return this.#deps.records.servers.users();
  }

  /** What runs and is not being stopped, read from the platform. */
  async running(user: string): Promise<RunningServer[]> {
    return this.#staying(await this.#deps.driver.list(user));
  }

  /** The same as the platform has told so far, which is for looks at everybody. */
  async known(user: string): Promise<RunningServer[]> {
    return this.#staying(await this.#deps.driver.known(user));
  }

  async find(server: ServerRef): Promise<RunningServer | undefined> {
    const all = await this.running(server.user);
    return all.find(({ name }) => name === server.name);
  }

  async projectOf(server: ServerRef): Promise<string | undefined> {
    return (await this.#deps.records.servers.find(server))?.project;
  }

  async startedAt(server: ServerRef): Promise<string | undefined> {
    return (await this.#deps.records.servers.find(server))?.startedAt;
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

  forget(server: ServerRef): Promise<void> {
    return this.#deps.records.servers.remove(server);
  }

  /** The project was in use until now, if this is the server the user is on. */
  async usedUntil(
    { user, name }: ServerRef,
    project: string,
    at: Date
  ): Promise<void> {
    const { activeProjects, projects } = this.#deps.records;
    if ((await activeProjects.of(user)).server === name) {
      await projects.change(project, { lastUsed: at.toISOString() });
    }
  }

  /** Wait for no stop any more; one that did not end is made up for later. */
  dispose(): void {
    this.#closing.abort(new Failed('interrupted', 'The service is stopping.'));
  }

  #staying(all: readonly RunningServer[]): RunningServer[] {
    return all.filter(server => !this.#stopping.has(keyOf(server)));
  }

  async #stop(server: ServerRef, project: string): Promise<void> {
    const { driver, presence, feed, stopTimeoutMs } = this.#deps;
    this.#closing.signal.throwIfAborted();
    feed.changed(server.user, project);
    const closing = new Notifier();
    const closed = closing.next(this.#closing.signal);
    closed.catch(() => undefined);
    const stopped = inTime(stopTimeoutMs, driver.stop(server));
    try {
      if ((await Promise.race([stopped, closed])) === false) {
        throw new Failed('server-timeout', 'The server did not stop.');
      }
    } finally {
      closing.notify();
    }
    presence.forget(server);
    await this.usedUntil(server, project, this.#deps.now());
    await this.forget(server);
  }
}
