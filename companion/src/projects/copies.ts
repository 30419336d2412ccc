import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Failed, toFailure } from '../base/errors.ts';
import { copyFolder } from '../files/folder-copy.ts';
import { freeName } from '../repositories/names.ts';
import { insertProject, requireRoom } from './new-project.ts';
import type { DuplicateRequest, Project } from '../contract/contract.ts';
import type { CopyProgress } from './copy-progress.ts';
import type { UserLocks } from '../base/user-locks.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import type { ProjectRecord } from '../records/projects.ts';
import type { ReadModel } from './read-model.ts';
import type { Sizes } from '../files/sizes.ts';
import type { Records } from '../records/records.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface CopiesDeps {
  readonly records: Records;
  readonly view: ReadModel;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly feed: ProjectFeed;
  readonly sizes: Pick<Sizes, 'refresh'>;
  readonly locks: Pick<UserLocks, 'files'>;
  readonly copying: CopyProgress;
  readonly limit: number | null;
  readonly log: Pick<Logger, 'error'>;
  readonly now: () => Date;
}

/** The time between two looks at a copy's progress. */
const LOOK_MS = 1000;
/** The abort reason when the process ends: the next start marks the copy. */
const CLOSING = 'closing';

interface Job {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** Copies projects: folder, images and source. A copy outlives its request. */
export class Copies {
  readonly #deps: CopiesDeps;
  readonly #jobs = new Map<string, Job>();

  constructor(deps: CopiesDeps) {
    this.#deps = deps;
  }

  /** Begin a copy. Its project is listed at once, with the copy's progress. */
  async begin(
    user: string,
    id: string,
    request: DuplicateRequest
  ): Promise<Project> {
    const { records, view, locks } = this.#deps;
    const from = await records.projects.require(user, id);
    const row = await locks.files.run(user, () => this.#insert(from, request));
    const operation = randomBytes(8).toString('hex');
    await records.copies.insert(row.id, operation);
    this.#start(from, row, operation);
    return view.one(row);
  }

  /** Cancel a copy; resolves when nothing of it runs any more. */
  async cancel(project: string): Promise<void> {
    const job = this.#jobs.get(project);
    job?.stop.abort();
    await job?.ended;
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#jobs.values()].map(job => job.ended));
  }

  /** Record as failed the copies that the end of the process cut off. */
  async recover(): Promise<void> {
    const cut = await this.#deps.records.copies.underWay();
    for (const { user, project, operation } of cut) {
      const detail = 'The companion ended while the project was copied.';
      await this.#failed(project, new Failed('interrupted', detail));
      await this.#discard(user, operation);
    }
  }

  async dispose(): Promise<void> {
    for (const { stop } of this.#jobs.values()) {
      stop.abort(CLOSING);
    }
    await this.settled();
  }

  async #insert(
    from: ProjectRecord,
    { name, title }: DuplicateRequest
  ): Promise<ProjectRecord> {
    const { records, volumes, now } = this.#deps;
    const { user } = from;
    await requireRoom(this.#deps, user);
    const folders = await volumes.of(user).list();
    const projects = await records.projects.of(user);
    const taken = new Set([...projects, ...folders].map(entry => entry.name));
    if (name !== undefined && taken.has(name)) {
      const detail = `A folder named "${name}" is there already.`;
      throw new Failed('project-exists', detail, {
        field: 'name',
        values: { name }
      });
    }
    const folder = name ?? freeName(from.name, taken);
    return insertProject(records, now, {
      ...{ user, name: folder, source: from.source },
      title: title ?? name ?? folder,
      key: `copy ${from.id} ${folder}`,
      profile: from.profile
    });
  }

  #start(from: ProjectRecord, row: ProjectRecord, operation: string): void {
    const stop = new AbortController();
    const ended = this.#run(from, row, operation, stop.signal)
      .catch((error: unknown) => {
        this.#deps.log.error(
          { err: error },
          'The end of a copy could not be recorded; a restart calls it cut off'
        );
      })
      .finally(() => {
        this.#jobs.delete(row.id);
        this.#deps.copying.delete(row.id);
        this.#deps.feed.changed(row.user, row.id);
      });
    this.#jobs.set(row.id, { stop, ended });
  }

  async #run(
    from: ProjectRecord,
    row: ProjectRecord,
    operation: string,
    signal: AbortSignal
  ): Promise<void> {
    const { volumes, copying, feed, sizes } = this.#deps;
    copying.set(row.id, { bytes: 0, total: null });
    feed.changed(row.user, row.id);
    const ended = new AbortController();
    const watching = this.#watch(from, row, operation, ended.signal);
    try {
      const volume = volumes.of(row.user);
      await copyFolder(volume, [from.name, row.name], operation, signal);
      await this.#finish(from.id, row.id);
      sizes.refresh(row.user);
    } catch (error) {
      if (signal.reason !== CLOSING) {
        await this.#failed(row.id, error);
      }
    } finally {
      ended.abort();
      await watching;
    }
  }

  /** Report the progress; a failure to do so does not end the copy. */
  async #watch(
    from: ProjectRecord,
    row: ProjectRecord,
    operation: string,
    signal: AbortSignal
  ): Promise<void> {
    const { volumes, copying, feed } = this.#deps;
    const volume = volumes.of(row.user);
    try {
      const whole = { in: 'root', name: from.name } as const;
      const { bytes: total } = await volume.measure(whole, signal);
      const part = { in: 'partial', name: operation } as const;
      for (;;) {
        await delay(LOOK_MS, undefined, { signal });
        // Its partial folder comes only after the whole source was counted.
        const found = await volume.measure(part, signal).catch(() => undefined);
        if (found) {
          copying.set(row.id, { bytes: found.bytes, total });
          feed.changed(row.user, row.id);
        }
      }
    } catch {
      // The copy has ended, or its source cannot be measured.
    }
  }

  /** Give the copy the same images: it is a project like any other now. */
  async #finish(from: string, to: string): Promise<void> {
    await this.#deps.records.transaction(async records => {
      for (const image of await records.images.of(from)) {
        await records.images.put(to, image);
      }
      await records.copies.remove(to);
    });
  }

  async #failed(project: string, error: unknown): Promise<void> {
    const { records, log } = this.#deps;
    if (!(error instanceof Failed)) {
      log.error(
        { err: error, project },
        'A copy failed by an unexpected error; its user sees it as failed'
      );
    }
    await records.copies.fail(project, toFailure(error));
  }

  async #discard(user: string, operation: string): Promise<void> {
    try {
      await this.#deps.volumes.of(user).discard(operation);
    } catch (error) {
      this.#deps.log.error(
        { err: error },
        'The partial folder of a copy could not be removed; it stays'
      );
    }
  }
}
