import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Failed, toFailure } from '../base/errors.ts';
import { copyFolder } from '../files/folder-copy.ts';
import { freeName } from '../repositories/names.ts';
import { insertProject, requireRoom } from './new-project.ts';
import { requireProject, sourceOf } from '../records/projects.ts';
import type { DuplicateRequest, Project } from '../contract/contract.ts';
import type { CopyProgress } from './copy-progress.ts';
import type { FolderMoves } from '../files/folder-moves.ts';
import type { ProjectBuilds } from './project-builds.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import type { ProjectRow } from '../records/projects.ts';
import type { ProjectView } from './project-view.ts';
import type { Sizes } from '../files/sizes.ts';
import type { Store } from '../store/store.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface CopiesDeps {
  readonly store: Store;
  readonly view: ProjectView;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly feed: ProjectFeed;
  readonly sizes: Pick<Sizes, 'refresh'>;
  readonly projectBuilds: Pick<ProjectBuilds, 'inTurn'>;
  readonly moves: Pick<FolderMoves, 'inTurn'>;
  readonly copying: CopyProgress;
  readonly limit: number | null;
  readonly log: Pick<Logger, 'error'>;
  readonly now: () => Date;
}

/** Between two looks at how far a copy is. */
const LOOK_MS = 1000;
/** Why a copy ends when the process does: it is told of at the next start. */
const CLOSING = 'closing';

interface Job {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** Copies of projects: folder, images and source; a copy outlives its request. */
export class Copies {
  readonly #deps: CopiesDeps;
  readonly #jobs = new Map<string, Job>();

  constructor(deps: CopiesDeps) {
    this.#deps = deps;
  }

  /** Begin a copy. Its project is listed at once, with how far it is. */
  async begin(
    user: string,
    id: string,
    request: DuplicateRequest
  ): Promise<Project> {
    const { store, view, projectBuilds, moves } = this.#deps;
    const from = await requireProject(store, user, id);
    const row = await projectBuilds.inTurn(() =>
      moves.inTurn(user, () => this.#insert(from, request))
    );
    const operation = randomBytes(8).toString('hex');
    await store
      .insertInto('copies')
      .values({ project: row.id, operation, error_json: null })
      .execute();
    this.#start(from, row, operation);
    return view.one(row);
  }

  /** Resolves when nothing of a copy runs any more. */
  async cancel(project: string): Promise<void> {
    const job = this.#jobs.get(project);
    job?.stop.abort();
    await job?.ended;
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#jobs.values()].map(job => job.ended));
  }

  /** Say of copies that the process's end cut off that they were. */
  async recover(): Promise<void> {
    const { store } = this.#deps;
    const rows = await store
      .selectFrom('copies')
      .innerJoin('projects', 'projects.id', 'copies.project')
      .select(['copies.project', 'copies.operation', 'projects.user'])
      .where('copies.error_json', 'is', null)
      .execute();
    for (const { user, project, operation } of rows) {
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
    from: ProjectRow,
    { name, title }: DuplicateRequest
  ): Promise<ProjectRow> {
    const { store, view, volumes, now } = this.#deps;
    const { user } = from;
    await requireRoom(this.#deps, user);
    const folders = await volumes.of(user).list();
    const rows = await view.rows(user);
    const taken = new Set([...rows, ...folders].map(entry => entry.name));
    if (name !== undefined && taken.has(name)) {
      const detail = `A folder named "${name}" is there already.`;
      throw new Failed('project-exists', detail, {
        field: 'name',
        values: { name }
      });
    }
    const folder = name ?? freeName(from.name, taken);
    return insertProject(store, now, {
      ...{ user, name: folder, source: sourceOf(from) },
      title: title ?? name ?? folder,
      key: `copy ${from.id} ${folder}`,
      profile: from.profile
    });
  }

  #start(from: ProjectRow, row: ProjectRow, operation: string): void {
    const stop = new AbortController();
    const ended = this.#run(from, row, operation, stop.signal)
      .catch((error: unknown) => {
        this.#deps.log.error({ err: error }, 'a copy was not written down');
      })
      .finally(() => {
        this.#jobs.delete(row.id);
        this.#deps.copying.delete(row.id);
        this.#deps.feed.changed(row.user, row.id);
      });
    this.#jobs.set(row.id, { stop, ended });
  }

  async #run(
    from: ProjectRow,
    row: ProjectRow,
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

  /** Tell how far it is; that it cannot be told does not end the copy. */
  async #watch(
    from: ProjectRow,
    row: ProjectRow,
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
        const { bytes } = await volume.measure(part, signal);
        copying.set(row.id, { bytes, total });
        feed.changed(row.user, row.id);
      }
    } catch {
      // The copy has ended, or is not there yet.
    }
  }

  /** The copy has the same images, and is a project like any other. */
  async #finish(from: string, to: string): Promise<void> {
    await this.#deps.store.transaction().execute(async transaction => {
      const images = await transaction
        .selectFrom('images')
        .selectAll()
        .where('project', '=', from)
        .execute();
      for (const image of images) {
        const values = { ...image, project: to };
        await transaction.insertInto('images').values(values).execute();
      }
      await transaction
        .deleteFrom('copies')
        .where('project', '=', to)
        .execute();
    });
  }

  async #failed(project: string, error: unknown): Promise<void> {
    const { store, log } = this.#deps;
    if (!(error instanceof Failed)) {
      log.error({ err: error, project }, 'a project was not copied');
    }
    const error_json = JSON.stringify(toFailure(error));
    await store
      .updateTable('copies')
      .set({ error_json })
      .where('project', '=', project)
      .execute();
  }

  async #discard(user: string, operation: string): Promise<void> {
    try {
      await this.#deps.volumes.of(user).discard(operation);
    } catch (error) {
      this.#deps.log.error({ err: error }, 'partial folder not removed');
    }
  }
}
