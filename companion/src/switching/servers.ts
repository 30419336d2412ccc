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

/** The page of a server; its workspace keeps the project's layout. */
export const labUrl = (path: string, slug: string) =>
  `${path}lab/workspaces/${encodeURIComponent(slug)}`;

const keyOf = ({ user, name }: ServerRef) => `${user}/${name}`;

/** The servers that switches start and stop, and their rows in the store. */
export class Servers {
  readonly #deps: ServersDeps;
  readonly #stopping = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();

  constructor(deps: ServersDeps) {
    this.#deps = deps;
  }

  /** List the servers that were asked to start, the one left last first. */
  enrolled(user: string): Promise<EnrolledServer[]> {
    return this.#deps.records.servers.of(user);
  }

  users(): Promise<string[]> {
    return this.#deps.records.servers.users();
  }

  /** Ask the platform for the servers that run and are not being stopped. */
  async running(user: string): Promise<RunningServer[]> {
    return this.#staying(await this.#deps.driver.list(user));
  }

  /** List the same without asking the platform, for looks at all users. */
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

  /** Set `at` as the project's last use, if the user is on this server. */
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

  /** Stop waiting for stops; the next companion stops what still runs. */
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
