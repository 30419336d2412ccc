import type { Build } from '../../contract/contract.ts';
import type { Driver, RunningServer } from '../../drivers/driver.ts';
import { Failed } from '../../base/errors.ts';
import { projectOf } from '../failed-start.ts';
import { untilLeft, untilMovable } from './hand-over.ts';
import type { HandOverDeps } from './hand-over.ts';
import type { Launch, Start } from './launch.ts';
import type { Recreate } from './recreate.ts';
import type { RunningSwitch } from '../running-switch.ts';
import { labUrl } from '../servers.ts';
import type { Servers } from '../servers.ts';
import { isBeforeActive, isFinal } from '../switch-state.ts';
import { previous, unsavedPages } from '../switch-record.ts';
import { imageOf } from '../targets.ts';
import type { ProjectRecord } from '../../records/projects.ts';
import type { Startable, Targets } from '../targets.ts';

export interface FlowDeps extends HandOverDeps {
  readonly driver: Pick<Driver, 'strategy'>;
  readonly servers: Servers;
  readonly targets: Targets;
  readonly launch: Launch;
  readonly recreate: Recreate;
  readonly builds: {
    ended(id: string, signal?: AbortSignal): Promise<Build>;
  };
  readonly now: () => Date;
  readonly log: { error(about: object, message: string): void };
}

/** The values of `Switch.warning`, about the server that the user has left. */
export const WARNINGS = {
  notStopped: 'previous-not-stopped',
  unsaved: 'previous-has-unsaved-work'
};

/** Takes a switch from its last written step to its end. */
export class Flow {
  readonly #deps: FlowDeps;

  constructor(deps: FlowDeps) {
    this.#deps = deps;
  }

  async run(running: RunningSwitch): Promise<void> {
    if (isBeforeActive(running.record.shown)) {
      await this.#untilReady(running);
      await this.#checkServer(running);
      await this.#handOver(running);
      await this.#activate(running);
    }
    await this.#finish(running);
  }

  async #untilReady(running: RunningSwitch): Promise<void> {
    const { user, shown } = running.record;
    if (running.phase === 'ready') {
      return;
    }
    if (running.phase !== 'waiting' && running.phase !== 'building') {
      throw new Failed('interrupted', 'The service was restarted meanwhile.');
    }
    const project = await this.#deps.targets.project(user, shown.project);
    const { image, ...filling } = await this.#target(running, project);
    const choice = await this.#deps.launch.choose(project, image);
    if ('running' in choice) {
      await this.#ready(running, project, choice.running);
      return;
    }
    if (shown.strategy === 'recreate') {
      await this.#deps.recreate.stopPrevious(running);
    }
    const start = { project, name: choice.name, image, ...filling };
    const server = await this.#started(running, start);
    await this.#ready(running, project, server);
  }

  /** Start the server; without room for both, the old server stops first. */
  async #started(running: RunningSwitch, start: Start): Promise<RunningServer> {
    const { launch, recreate, driver, targets } = this.#deps;
    try {
      return await launch.start(running, start);
    } catch (error) {
      const noRoom = error instanceof Failed && error.code === 'no-room';
      const { strategy } = running.record.shown;
      const mayStop = driver.strategy === 'auto' && strategy === 'overlap';
      if (!noRoom || !mayStop || !previous(running.record)) {
        throw error;
      }
      // The folder may be filled by now; only the old server's agent can tell.
      const seed = start.seed && (await targets.isMissing(start.project));
      await recreate.fallBack(running);
      return await launch.start(running, { ...start, seed });
    }
  }

  async #target(
    running: RunningSwitch,
    project: ProjectRecord
  ): Promise<Startable> {
    const { targets, builds } = this.#deps;
    const { shown, fromServer } = running.record;
    const here = shown.from === project.id && fromServer !== null;
    let target = await targets.target(project, running.record.image, here);
    if ('build' in target) {
      if (running.phase === 'waiting') {
        await running.step('building');
      }
      const build = await builds.ended(target.build.id, running.signal);
      running.signal.throwIfAborted();
      target = await targets.target(
        project,
        running.record.image ?? imageOf(build),
        here
      );
    }
    if ('build' in target) {
      throw new Failed('project-busy', 'The project is being built again.');
    }
    return target;
  }

  async #ready(
    running: RunningSwitch,
    project: ProjectRecord,
    { name, image, path }: RunningServer
  ): Promise<void> {
    const shown = { url: labUrl(path, project.slug) };
    await running.step('ready', { server: name, image, shown });
  }

  /** Fail when the new server ended once it was ready, and no event said so. */
  async #checkServer(running: RunningSwitch): Promise<void> {
    const { user, server } = running.record;
    if (
      server === null ||
      !(await this.#deps.servers.find({ user, name: server }))
    ) {
      throw new Failed('server-exited', 'The new server ended by itself.');
    }
  }

  async #handOver(running: RunningSwitch): Promise<void> {
    if (running.record.shown.strategy === 'overlap') {
      await untilMovable(running, this.#deps);
    }
  }

  /** From here on the user is in the new project (I2). */
  async #activate(running: RunningSwitch): Promise<void> {
    const { user, shown, server, fromServer } = running.record;
    const from = previous(running.record);
    const at = this.#deps.now().toISOString();
    const { project } = shown;
    await running.step('active', {
      pages: from !== undefined && this.#deps.presence.pages(from).size > 0,
      also: async records => {
        await records.failedStarts.remove(user, projectOf(project));
        await records.activeProjects.set(user, { project, server });
        if (from && shown.from !== null) {
          await records.projects.change(shown.from, { lastUsed: at });
        }
        await records.projects.change(project, { lastUsed: at });
        await records.servers.leave({ user, name: fromServer ?? '' }, at);
        await records.servers.leave({ user, name: server ?? '' }, null);
      }
    });
  }

  async #finish(running: RunningSwitch): Promise<void> {
    const from = previous(running.record);
    const { shown } = running.record;
    if (isFinal(shown)) {
      return;
    }
    if (!from || shown.keepsPrevious || shown.strategy === 'recreate') {
      await running.step('done');
      return;
    }
    if (running.phase === 'active') {
      await untilLeft(running, this.#deps);
    }
    // Checked also after a stop was cut off: a page may have answered since.
    if (unsavedPages(running.record).length > 0) {
      const warning = WARNINGS.unsaved;
      await running.step('done', { shown: { warning } });
      return;
    }
    if (running.phase === 'active') {
      await running.step('stopping-previous');
    }
    try {
      await this.#deps.servers.stop(from, shown.from ?? shown.project);
    } catch (error) {
      running.closing.throwIfAborted();
      this.#deps.log.error(
        { err: error, ...from },
        'The server that the user left did not stop; a warning shows it'
      );
      const warning = WARNINGS.notStopped;
      await running.step('done', { shown: { warning } });
      return;
    }
    await running.step('done');
  }
}
