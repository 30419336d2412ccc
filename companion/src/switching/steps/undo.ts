import type { Action, Failure } from '../../contract/contract.ts';
import type { ProjectImages } from '../../builds/project-images.ts';
import { Failed, toFailure } from '../../base/errors.ts';
import { failedStart, logOf } from '../failed-start.ts';
import type { Recreate } from './recreate.ts';
import type { RunningSwitch } from '../running-switch.ts';
import type { Servers } from '../servers.ts';
import { hasEntered } from '../switch-state.ts';
import { withEnding } from '../switch-record.ts';

export interface UndoDeps {
  readonly servers: Servers;
  readonly images: Pick<ProjectImages, 'hasOther'>;
  readonly recreate: Recreate;
  readonly now: () => Date;
  readonly log: { error(about: object, message: string): void };
}

/** Ends a switch that did not become active; the user stays where they were. */
export class Undo {
  readonly #deps: UndoDeps;

  constructor(deps: UndoDeps) {
    this.#deps = deps;
  }

  async run(running: RunningSwitch, cause: unknown): Promise<void> {
    if (!running.record.handOver.ending) {
      const error = await this.#failure(running, cause);
      await running.update(record =>
        withEnding(record, { phase: 'failed', error })
      );
    }
    const ending = running.record.handOver.ending;
    await this.#stopNew(running);
    const broken = await this.#restore(running);
    if (broken || ending?.phase !== 'cancelled') {
      const error = broken ?? ending?.error ?? toFailure(cause);
      const at = this.#deps.now().toISOString();
      const { user, shown } = running.record;
      const start = { user, project: shown.project, switch: shown.id };
      const kept = failedStart(start, cause, { at, error, ready: false });
      const started = hasEntered(shown, 'starting');
      await running.step('failed', {
        shown: { error },
        also: async records => {
          if (started) {
            await records.failedStarts.put(kept);
          }
        }
      });
    } else {
      await running.step('cancelled');
    }
  }

  /** Stop the server that the switch started; one that ran before stays. */
  async #stopNew({ record }: RunningSwitch): Promise<void> {
    const { user, shown, server } = record;
    if (server === null || !hasEntered(shown, 'starting')) {
      return;
    }
    try {
      await this.#deps.servers.stop({ user, name: server }, shown.project);
    } catch (error) {
      // Its row stays, so it is stopped when the user's servers are tidied.
      this.#deps.log.error(
        { err: error, user, server },
        'The new server of an undone switch did not stop; it is stopped later'
      );
    }
  }

  async #restore(running: RunningSwitch): Promise<Failure | undefined> {
    try {
      await this.#deps.recreate.restorePrevious(running);
      return undefined;
    } catch (cause) {
      running.closing.throwIfAborted();
      this.#deps.log.error(
        { err: cause },
        'The previous server did not start again; the switch fails'
      );
      const detail = 'Neither server started. The files are safe.';
      const actions = ['retry', 'view-log'] as const;
      return toFailure(
        new Failed('server-exited', detail, { cause, actions: [...actions] })
      );
    }
  }

  async #failure(running: RunningSwitch, cause: unknown): Promise<Failure> {
    const { shown, image } = running.record;
    if (!(cause instanceof Failed) || cause.code === 'internal') {
      this.#deps.log.error(
        { err: cause, switch: shown.id },
        'A switch failed and is undone'
      );
    }
    const failure = toFailure(cause);
    const given: readonly Action[] =
      failure.actions.length > 0
        ? failure.actions
        : ['stay', 'view-log', 'retry'];
    // There is a log of the start, or of the build when no start was tried.
    const hasLog = logOf(cause) !== '' || !hasEntered(shown, 'starting');
    const actions = given.filter(action => hasLog || action !== 'view-log');
    const other = await this.#deps.images
      .hasOther(shown.project, image)
      .catch(() => false);
    const previous = other ? (['previous-image'] as const) : [];
    return { ...failure, actions: [...new Set([...actions, ...previous])] };
  }
}
