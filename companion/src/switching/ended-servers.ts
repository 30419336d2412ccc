import type { ServerRef } from '../drivers/server-ref.ts';
import type { Failed } from '../base/errors.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import type { Records } from '../records/records.ts';
import type { UserLocks } from '../base/user-locks.ts';
import { failedStart } from './failed-start.ts';
import type { Journal } from './journal.ts';
import type { Servers } from './servers.ts';
import type { Warm } from './warm.ts';

export interface EndedServersDeps {
  readonly records: Records;
  readonly journal: Journal;
  readonly servers: Servers;
  readonly warm: Warm;
  readonly locks: Pick<UserLocks, 'servers'>;
  readonly feed: ProjectFeed;
  readonly now: () => Date;
  readonly log: { error(about: object, message: string): void };
}

/** Announces servers that ended by themselves, and keeps the reason. */
export class EndedServers {
  readonly #deps: EndedServersDeps;
  readonly #telling = new Set<Promise<void>>();
  #disposed = false;

  constructor(deps: EndedServersDeps) {
    this.#deps = deps;
  }

  /** Handle the end of a server, in the background. */
  heard(server: ServerRef, why: Promise<Failed | undefined>): void {
    const telling = this.#tell(server, why).catch((error: unknown) => {
      if (!this.#disposed) {
        const { log } = this.#deps;
        log.error(
          { err: error, ...server },
          'The end of a server could not be handled; pages may not show it'
        );
      }
    });
    this.#telling.add(telling);
    void telling.then(() => this.#telling.delete(telling));
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await Promise.all(this.#telling);
  }

  async #tell(
    server: ServerRef,
    why: Promise<Failed | undefined>
  ): Promise<void> {
    const { servers, feed, warm, locks } = this.#deps;
    const { user } = server;
    const now = this.#deps.now();
    const at = now.toISOString();
    const project = await servers.projectOf(server);
    if (project === undefined) {
      return;
    }
    await servers.usedUntil(server, project, now);
    feed.changed(user, project);
    warm.tidy(user);
    const failed = await why;
    if (failed && !this.#disposed) {
      await locks.servers.run(user, () =>
        this.#keep(server, project, { failed, at })
      );
      feed.changed(user, project);
    }
  }

  async #keep(
    server: ServerRef,
    project: string,
    { failed, at }: { readonly failed: Failed; readonly at: string }
  ): Promise<void> {
    const { journal, servers, records } = this.#deps;
    const { user, name } = server;
    const arrival = await journal.arriving(user, name);
    const underWay = await journal.underWay(user);
    const running = await servers.running(user);
    // A newer start of the project counts instead of this failure.
    const isOld =
      underWay?.shown.project === project ||
      running.some(other => other.project === project);
    if (!arrival || isOld) {
      return;
    }
    const { id } = arrival.shown;
    const start = { user, project, switch: id };
    const kept = failedStart(start, failed, { at, ready: true });
    await records.transaction(within => within.failedStarts.put(kept));
  }
}
