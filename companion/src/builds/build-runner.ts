import { Failed, toFailure } from '../base/errors.ts';
import type { Logger } from 'pino';
import type { Build, BuildPhase, Failure } from '../contract/contract.ts';
import { CLOSING } from './builder.ts';
import type { BuildReport, Built } from './builder.ts';
import type { Builders } from './builders.ts';
import type { ProjectImages } from './project-images.ts';
import type { BuildLog } from './build-log.ts';
import type { Queue } from './queue.ts';
import type { BuildJournal } from './build-journal.ts';
import type { ProjectRecord } from '../records/projects.ts';
import type { Records } from '../records/records.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface BuildRunnerDeps {
  readonly records: Records;
  readonly journal: BuildJournal;
  readonly builders: Pick<Builders, 'first'>;
  readonly images: Pick<ProjectImages, 'available'>;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly queue: Queue;
  /** Resolves when no image is being collected. */
  readonly idle: () => Promise<void>;
  readonly log: Pick<Logger, 'error'>;
  readonly now: () => Date;
}

export interface BuildTask {
  readonly build: Build;
  readonly project: ProjectRecord;
  /** True when an earlier process began the build. */
  readonly again: boolean;
  readonly log: BuildLog;
  readonly report: {
    readonly phase: (phase: BuildPhase, detail?: string) => Promise<void>;
    readonly queued: BuildReport['queued'];
  };
}

const TAIL_LINES = 20;

/** Takes one build from its turn in the queue to its end. */
export class BuildRunner {
  readonly #deps: BuildRunnerDeps;

  constructor(deps: BuildRunnerDeps) {
    this.#deps = deps;
  }

  /** Run a build. One that `CLOSING` cut off is not ended: it begins again. */
  async run(task: BuildTask, signal: AbortSignal): Promise<void> {
    const { queue, builders, journal } = this.#deps;
    const { id } = task.build;
    const { user } = task.project;
    const build = () => this.#begin(task, signal);
    try {
      await (builders.first.runsHere
        ? queue.run({ id, user }, signal, build)
        : build());
    } catch (error) {
      if (signal.reason === CLOSING) {
        return;
      }
      // Recorded before the clean-up: a cancelled build must not begin again.
      await (signal.aborted
        ? journal.end(id, 'cancelled')
        : journal.end(id, 'failed', { error: this.#failure(task, error) }));
      await this.discard(user, id);
    }
  }

  /** Remove a build's partial folder; `prepare` empties one that stays. */
  async discard(user: string, build: string): Promise<void> {
    try {
      await this.#deps.volumes.of(user).discard(build);
    } catch (error) {
      this.#deps.log.error(
        { err: error, build },
        'The partial folder of a build could not be removed; it stays'
      );
    }
  }

  async #begin(task: BuildTask, signal: AbortSignal): Promise<void> {
    await this.#deps.idle();
    if (task.again) {
      await this.discard(task.project.user, task.build.id);
    }
    await this.#succeed(task.build, await this.#build(task, signal));
  }

  /** Build, and publish the folder that the builder filled. */
  async #build(task: BuildTask, signal: AbortSignal): Promise<Built> {
    const { builders, volumes } = this.#deps;
    const { build, project, log, report } = task;
    const volume = volumes.of(project.user);
    const fill = (await volume.find(project.name)) === undefined;
    if (!fill && !task.again && !(await this.#isOwn(project.id))) {
      throw folderExists(project.name);
    }
    let written = Promise.resolve();
    const built = await builders.first.build(
      { id: build.id, source: build.source, folder: project.name, fill },
      {
        phase: (phase, detail) => {
          written = written.then(() => report.phase(phase, detail));
          written.catch(() => undefined);
        },
        queued: report.queued,
        log: text => {
          log.append(text);
        }
      },
      signal
    );
    await written;
    signal.throwIfAborted();
    if (built.filled) {
      await volume.publish(build.id, project.name);
    }
    return built;
  }

  /** Use one transaction: a project never names a source without an image. */
  async #succeed(build: Build, built: Built): Promise<void> {
    const { records, journal, images, builders, now } = this.#deps;
    const builder = builders.first.name;
    const { id, project, source } = build;
    const { image, label = null } = built;
    await records.transaction(async within => {
      await within.images.put(project, {
        id: image,
        label,
        commit: source.commit,
        builtAt: now().toISOString(),
        builder
      });
      await within.projects.change(project, { source });
      await journal.end(id, 'built', { image }, within);
    });
    // An image of this name may be remembered as gone: ask again.
    await images.available(image, builder);
  }

  #failure({ build, log }: BuildTask, error: unknown): Failure {
    if (!(error instanceof Failed)) {
      this.#deps.log.error(
        { err: error, build: build.id },
        'A build failed by an unexpected error; its user sees it as failed'
      );
    }
    const failure = toFailure(error);
    const known = failure.actions.length > 0;
    return {
      ...failure,
      logTail: failure.logTail ?? log.lastLines(TAIL_LINES),
      actions: known ? failure.actions : ['retry', 'view-log']
    };
  }

  /** True when the folder of that name is the project's own. */
  async #isOwn(project: string): Promise<boolean> {
    const { images, projects } = this.#deps.records;
    return (
      (await images.of(project)).length > 0 ||
      (await projects.isAdopted(project))
    );
  }
}

function folderExists(folder: string): Failed {
  return new Failed(
    'project-exists',
    `A folder named "${folder}" is there already and was left as it is. Rename it, then build again.`,
    { values: { folder }, actions: ['retry'] }
  );
}
