import { randomBytes } from 'node:crypto';
import { abortable } from '../base/abortable.ts';
import { Failed, toFailure } from '../base/errors.ts';
import { Queue } from './queue.ts';
import { BuildRunner } from './build-runner.ts';
import { CLOSING } from './builder.ts';
import type { Logger } from 'pino';
import type {
  Build,
  BuildPhase,
  Failure,
  Source
} from '../contract/contract.ts';
import type { Builders } from './builders.ts';
import type { BuildTask } from './build-runner.ts';
import type { ProjectImages } from './project-images.ts';
import type { BuildLog } from './build-log.ts';
import type { BuildLogs } from './build-logs.ts';
import type { BuildJournal, BuildQuery } from './build-journal.ts';
import type { ProjectRecord } from '../records/projects.ts';
import type { Events } from '../events/events.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import type { Records } from '../records/records.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface BuildsDeps {
  readonly records: Records;
  readonly journal: BuildJournal;
  readonly logs: BuildLogs;
  readonly builders: Pick<Builders, 'first' | 'collect'>;
  readonly images: Pick<ProjectImages, 'available'>;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly events: Pick<Events, 'publish'>;
  readonly feed: ProjectFeed;
  readonly atOnce: number;
  readonly log: Pick<Logger, 'error'>;
  readonly now: () => Date;
}

interface Job {
  readonly user: string;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

const CANCELLED = 'cancelled';

/** Runs builds that outlive the browser, and a restart of the companion. */
export class Builds {
  readonly #deps: BuildsDeps;
  readonly #runner: BuildRunner;
  readonly #jobs = new Map<string, Job>();
  /** The removal of unused images; no build begins while it runs. */
  #collecting: Promise<void> = Promise.resolve();

  constructor(deps: BuildsDeps) {
    this.#deps = deps;
    const queue = new Queue({
      atOnce: deps.atOnce,
      moved: (id, position) => {
        this.#queued(id, position);
      }
    });
    this.#runner = new BuildRunner({
      ...deps,
      queue,
      idle: () => this.#collecting
    });
  }

  /** Record a build and begin it; it goes on by itself. */
  async begin(
    user: string,
    project: ProjectRecord,
    source: Source
  ): Promise<Build> {
    const id = randomBytes(8).toString('hex');
    const row = { id, user, project: project.id };
    const build = await this.#deps.journal.insert(row, source);
    this.#start(user, project, build, false);
    const begun = await this.#deps.journal.find(id);
    this.#tell(user, begun);
    return begun;
  }

  list(
    user: string,
    query: BuildQuery
  ): Promise<{ builds: Build[]; next?: string }> {
    return this.#deps.journal.list(user, query);
  }

  get(user: string, id: string): Promise<Build> {
    return this.#deps.journal.get(user, id);
  }

  last(project: string): Promise<Build | undefined> {
    return this.#deps.journal.last(project);
  }

  log(id: string): BuildLog {
    return this.#deps.logs.get(id);
  }

  /** Cancel a build; resolves when nothing of it runs any more. */
  async cancel(user: string, id: string): Promise<Build> {
    const before = await this.get(user, id);
    const job = this.#jobs.get(id);
    job?.stop.abort(CANCELLED);
    await job?.ended;
    const build = before.endedAt ? before : await this.get(user, id);
    if (build.phase !== 'cancelled') {
      const detail = 'The build has ended; there is nothing to cancel.';
      const values = { what: 'build' };
      throw new Failed('too-late-to-cancel', detail, { build, values });
    }
    return build;
  }

  /** Return the build once it has ended; rejects when `signal` aborts first. */
  async ended(id: string, signal?: AbortSignal): Promise<Build> {
    const job = this.#jobs.get(id);
    if (job) {
      await abortable(job.ended, signal);
    }
    return this.#deps.journal.find(id);
  }

  /**
   * Begin again the builds that were under way when the process ended, once
   * each. Waits for no volume: each build removes its own remains.
   */
  async recover(): Promise<void> {
    const { journal, records } = this.#deps;
    const unfinished = await journal.unfinished();
    await this.collect();
    for (const { user, build } of unfinished) {
      const { id, steps } = build;
      const project = await records.projects.any(build.project);
      if (!project) {
        continue;
      }
      if (steps.filter(step => step.phase === 'waiting').length > 1) {
        await journal.end(id, 'failed', { error: interrupted() });
        void this.#runner.discard(user, id);
        this.#tell(user, await journal.find(id));
      } else {
        this.#start(user, project, await journal.restart(id), true);
      }
    }
  }

  /** Stop every job; those that had not ended begin again at the next start. */
  async dispose(): Promise<void> {
    const jobs = [...this.#jobs.values()];
    for (const job of jobs) {
      job.stop.abort(CLOSING);
    }
    await Promise.all(jobs.map(job => job.ended));
    await this.#collecting;
  }

  /** Remove the images that nothing refers to any more. */
  collect(): Promise<void> {
    const { records, builders, log } = this.#deps;
    this.#collecting = this.#collecting
      .then(async () => builders.collect(await records.images.referenced()))
      .catch((error: unknown) => {
        log.error({ err: error }, 'Unused images stay until the next clean-up');
      });
    return this.#collecting;
  }

  #start(
    user: string,
    project: ProjectRecord,
    build: Build,
    again: boolean
  ): void {
    const stop = new AbortController();
    const log = this.#deps.logs.begin(build.id);
    if (again) {
      log.append('\nThe companion was restarted. The build begins again.\n');
    }
    const ended = this.#run(user, { build, project, again, log }, stop.signal);
    this.#jobs.set(build.id, { user, stop, ended });
  }

  async #run(
    user: string,
    task: Omit<BuildTask, 'report'>,
    signal: AbortSignal
  ): Promise<void> {
    const { id } = task.build;
    const report = {
      phase: async (phase: BuildPhase, detail?: string) => {
        this.#tell(user, await this.#deps.journal.enter(id, phase, detail));
      },
      queued: (position: number | undefined) => {
        this.#queued(id, position);
      }
    };
    try {
      await this.#runner.run({ ...task, report }, signal);
    } catch (error) {
      this.#deps.log.error(
        { err: error, build: id },
        'The end of a build could not be recorded; it begins again at a restart'
      );
    }
    if (signal.reason !== CLOSING) {
      this.#deps.logs.end(id);
      await this.collect();
      await this.#changed(user, id);
    }
    this.#jobs.delete(id);
  }

  #queued(id: string, position: number | undefined): void {
    this.#deps.journal.place(id, position);
    const job = this.#jobs.get(id);
    if (job) {
      void this.#changed(job.user, id);
    }
  }

  async #changed(user: string, id: string): Promise<void> {
    try {
      this.#tell(user, await this.#deps.journal.find(id));
    } catch (error) {
      // The project, and with it the build, was removed in the meantime.
      this.#deps.log.error({ err: error, build: id }, 'Pages missed a change');
    }
  }

  #tell(user: string, build: Build): void {
    this.#deps.events.publish(user, { event: 'build', data: build });
    this.#deps.feed.changed(user, build.project);
  }
}

function interrupted(): Failure {
  return toFailure(
    new Failed(
      'interrupted',
      'The companion ended twice during this build. Build again.',
      { actions: ['retry', 'view-log'] }
    )
  );
}
