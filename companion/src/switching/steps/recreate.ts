import { Failed } from '../../base/errors.ts';
import type { Records } from '../../records/records.ts';
import { untilSaved } from './hand-over.ts';
import type { HandOverDeps } from './hand-over.ts';
import type { Launch } from './launch.ts';
import type { RunningSwitch } from '../running-switch.ts';
import type { Servers } from '../servers.ts';
import { previous, unsavedPages, withHandOver } from '../switch-record.ts';
import type { Targets } from '../targets.ts';

export interface RecreateDeps extends HandOverDeps {
  readonly records: Pick<Records, 'servers'>;
  readonly servers: Servers;
  readonly launch: Launch;
  readonly targets: Targets;
}

/** Stops the old server first, where two servers cannot run at once. */
export class Recreate {
  readonly #deps: RecreateDeps;

  constructor(deps: RecreateDeps) {
    this.#deps = deps;
  }

  /** Stop the old server after its pages have saved; fail with unsaved work. */
  async stopPrevious(running: RunningSwitch): Promise<void> {
    const from = previous(running.record);
    const server = from && (await this.#deps.servers.find(from));
    if (!from || !server) {
      return;
    }
    const { resumed } = running;
    await running.step('stopping-previous');
    await untilSaved(running, this.#deps, resumed);
    if (unsavedPages(running.record).length > 0) {
      throw new Failed('project-busy', 'A page has unsaved work.', {
        actions: ['retry', 'stay']
      });
    }
    await running.update(record => {
      running.refuseIfEnding(record);
      return withHandOver(record, { previousImage: server.image });
    });
    await this.#deps.servers.stop(from, server.project);
  }

  /** Stop the old server to make room, after an overlap found none. */
  async fallBack(running: RunningSwitch): Promise<void> {
    await running.update(record => {
      running.refuseIfEnding(record);
      const { shown } = record;
      const strategy = 'recreate';
      return { ...record, shown: { ...shown, strategy, keepsPrevious: false } };
    });
    await this.stopPrevious(running);
    if (running.phase === 'starting') {
      // The old server had ended by itself; only a step lets `starting` follow.
      await running.step('stopping-previous');
    }
  }

  /** Start the old server again, if it was stopped. Fails if that fails. */
  async restorePrevious(running: RunningSwitch): Promise<void> {
    const { shown, handOver, user } = running.record;
    const from = previous(running.record);
    const image = handOver.previousImage;
    if (!from || shown.from === null || image === undefined) {
      return;
    }
    const { targets, launch, servers, records } = this.#deps;
    if (running.phase !== 'restoring-previous') {
      if (await servers.find(from)) {
        return;
      }
      await running.step('restoring-previous');
    }
    const project = await targets.project(user, shown.from);
    // An interrupted start may have left a server.
    await servers.stop(from, shown.from);
    const start = { project, name: from.name, image, seed: false };
    const { plan, enrolled } = launch.plan(start);
    await records.servers.put(enrolled);
    // Only the end of the service cancels it; the next one begins it anew.
    await launch.run(plan, project, running.closing, () => undefined);
  }
}
