import type { Logger } from 'pino';
import { Failed } from '../base/errors.ts';
import { whenAvailable } from '../volumes/volume-failure.ts';
import type { Usage } from '../contract/contract.ts';
import type { Events } from '../events/events.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import type { Records } from '../records/records.ts';
import type { Place } from '../volumes/volume.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface SizesDeps {
  readonly records: Pick<Records, 'projects' | 'sizes' | 'trash'>;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly feed: ProjectFeed;
  readonly events: Pick<Events, 'publish'>;
  readonly log: Pick<Logger, 'error'>;
  readonly now: () => Date;
}

/** A size that is older is counted again. */
const FRESH_MS = 10 * 60_000;
const UNKNOWN = { bytes: null, capacity: null };

/**
 * Counts the bytes of projects and trash: one folder after the other, in the
 * background, and remembered, because a million files take a while.
 */
export class Sizes {
  readonly #deps: SizesDeps;
  readonly #running = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();

  constructor(deps: SizesDeps) {
    this.#deps = deps;
  }

  /** Return the volume's usage now, and the trash's as far as it is counted. */
  async usage(user: string): Promise<Usage> {
    const asked = this.#deps.volumes.of(user).usage();
    const trash = await this.#deps.records.trash.of(user);
    const counted = trash.flatMap(({ bytes }) => bytes ?? []);
    return {
      ...(await whenAvailable(asked, UNKNOWN)),
      trash:
        trash.length > 0 && counted.length === 0
          ? null
          : counted.reduce((sum, bytes) => sum + bytes, 0)
    };
  }

  /** Count folders that were not counted lately, and tell of changes. */
  refresh(user: string): void {
    this.#after(user, async signal => {
      const changed = [
        await this.#projects(user, signal),
        await this.#trash(user, signal)
      ];
      if (changed.includes(true)) {
        await this.#tell(user);
      }
    });
  }

  /** Free the bytes of purged folders, then tell how full the volume is. */
  sweep(user: string): void {
    this.#after(user, async signal => {
      await this.#deps.volumes.of(user).sweep(signal);
      await this.#tell(user);
    });
  }

  async settled(): Promise<void> {
    while (this.#running.size > 0) {
      await Promise.all(this.#running.values());
    }
  }

  async dispose(): Promise<void> {
    this.#stop.abort(new Failed('interrupted', 'The service is stopping.'));
    await this.settled();
  }

  #after(user: string, work: (signal: AbortSignal) => Promise<void>): void {
    const { signal } = this.#stop;
    const before = this.#running.get(user) ?? Promise.resolve();
    const running = before
      .then(() => (signal.aborted ? undefined : work(signal)))
      .catch((error: unknown) => {
        this.#failed(error);
      })
      .finally(() => {
        if (this.#running.get(user) === running) {
          this.#running.delete(user);
        }
      });
    this.#running.set(user, running);
  }

  async #projects(user: string, signal: AbortSignal): Promise<boolean> {
    const { records, feed, now } = this.#deps;
    const oldest = new Date(now().getTime() - FRESH_MS).toISOString();
    let changed = false;
    for (const { id, name } of await records.projects.of(user)) {
      const before = await records.sizes.of(id);
      const bytes =
        before && before.measuredAt > oldest
          ? undefined
          : await this.#measure(user, { in: 'root', name }, signal);
      if (bytes !== undefined) {
        const measuredAt = now().toISOString();
        await records.sizes.set(id, { bytes, measuredAt });
        if (bytes !== before?.bytes) {
          changed = true;
          feed.changed(user, id);
        }
      }
    }
    return changed;
  }

  async #trash(user: string, signal: AbortSignal): Promise<boolean> {
    const { trash } = this.#deps.records;
    const all = await trash.of(user);
    const unknown = all.filter(({ bytes }) => bytes === null);
    for (const { id } of unknown) {
      const place = { in: 'trash', name: id } as const;
      const bytes = await this.#measure(user, place, signal);
      await trash.setBytes(id, bytes ?? null);
    }
    return unknown.length > 0;
  }

  /** Count a folder's bytes; `undefined` when we have no such folder. */
  async #measure(
    user: string,
    place: Place,
    signal: AbortSignal
  ): Promise<number | undefined> {
    try {
      const volume = this.#deps.volumes.of(user);
      return (await volume.measure(place, signal)).bytes;
    } catch (error) {
      if (error instanceof Failed && error.code === 'not-found') {
        return undefined;
      }
      throw error;
    }
  }

  async #tell(user: string): Promise<void> {
    const data = await this.usage(user);
    this.#deps.events.publish(user, { event: 'usage', data });
  }

  #failed(error: unknown): void {
    const expected = ['volume-unavailable', 'interrupted'];
    if (!(error instanceof Failed) || !expected.includes(error.code)) {
      this.#deps.log.error(
        { err: error },
        'Sizes were not counted or trash not freed; a later request tries again'
      );
    }
  }
}
