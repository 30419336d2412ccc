import type { Driver, RunningServer } from '../../drivers/driver.ts';
import type { ServerRef } from '../../drivers/server-ref.ts';
import { isOfProject } from '../../drivers/launch-plan.ts';
import type { LaunchPlan } from '../../drivers/launch-plan.ts';
import { RESCUE } from '../../drivers/slug.ts';
import { Failed } from '../../base/errors.ts';
import { sha256 } from '../../base/hash.ts';
import { Deadline } from '../deadline.ts';
import type { RunningSwitch } from '../running-switch.ts';
import type { EnrolledServer } from '../../records/servers.ts';
import type { Servers } from '../servers.ts';
import { environmentOf } from '../targets.ts';
import type { ProjectRecord } from '../../records/projects.ts';
import { newSecret } from '../tickets.ts';
import type { UserLocks } from '../../base/user-locks.ts';
import type { Warm } from '../warm.ts';

export interface LaunchDeps {
  readonly driver: Driver;
  readonly servers: Pick<Servers, 'running' | 'stopping' | 'stop'>;
  readonly warm: Pick<Warm, 'active' | 'isHeld'>;
  readonly locks: Pick<UserLocks, 'servers'>;
  /** The projects root as servers see it. */
  readonly root: string;
  /** The home page's address, once it is known. */
  readonly launchHost?: (() => string | undefined) | undefined;
  readonly startTimeoutMs: number;
  readonly now: () => Date;
}

/** A server that already runs the wanted image, or a free name for one. */
export type Choice =
  { readonly running: RunningServer } | { readonly name: string };

/** The project, name and image that a server is started with. */
export interface Start {
  readonly project: ProjectRecord;
  readonly name: string;
  readonly image: string;
  readonly seed: boolean;
  readonly newVolume?: boolean;
}

/** Each try may find both names taken, and then waits for one stop. */
const TRIES = 3;

/** Starts the servers of switches. */
export class Launch {
  readonly #deps: LaunchDeps;

  constructor(deps: LaunchDeps) {
    this.#deps = deps;
  }

  /** A project has two server names, so that it can be restarted in overlap. */
  async choose(project: ProjectRecord, image: string): Promise<Choice> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const choice = await this.#deps.locks.servers.run(project.user, () =>
        this.#choose(project, image)
      );
      if (!('stop' in choice)) {
        return choice;
      }
      await choice.stop;
    }
    throw busy(project, 'Its servers are still being stopped. Try again soon.');
  }

  /** Make the server's record, and the plan, which alone holds the token. */
  plan({ project, name, image, seed, newVolume = false }: Start): {
    plan: LaunchPlan;
    enrolled: EnrolledServer;
  } {
    const { root, launchHost, now } = this.#deps;
    const token = newSecret();
    const server = { user: project.user, name };
    return {
      enrolled: {
        ...server,
        project: project.id,
        image,
        tokenHash: sha256(token),
        startedAt: now().toISOString(),
        leftAt: null
      },
      plan: {
        server,
        project: project.id,
        slug: project.slug,
        image,
        folder: project.id === RESCUE ? null : project.name,
        seed,
        newVolume,
        ...(project.profile === null ? {} : { profile: project.profile }),
        token,
        environment: environmentOf(project, root, launchHost?.())
      }
    };
  }

  /** Enter `starting`, and resolve when the server is ready. */
  async start(running: RunningSwitch, start: Start): Promise<RunningServer> {
    const { plan, enrolled } = this.plan(start);
    await running.step('starting', {
      server: start.name,
      image: start.image,
      also: records => records.servers.put(enrolled)
    });
    const report = (message: string) => {
      void running
        .update(record =>
          record.shown.phase === 'starting'
            ? { ...record, shown: { ...record.shown, message } }
            : record
        )
        .catch(() => undefined);
    };
    if (plan.seed && isOfProject(plan)) {
      // A copy of a million files takes minutes: no start timeout for it.
      await this.#deps.driver.fill?.(plan, { signal: running.signal, report });
    }
    return await this.run(plan, start.project, running.signal, report);
  }

  /** Start a server within the start timeout. */
  async run(
    plan: LaunchPlan,
    project: ProjectRecord,
    cancelled: AbortSignal,
    report: (message: string) => void
  ): Promise<RunningServer> {
    const { driver, startTimeoutMs } = this.#deps;
    const timeout = new AbortController();
    const deadline = new Deadline(startTimeoutMs, () => {
      timeout.abort();
    });
    const signal = AbortSignal.any([cancelled, timeout.signal]);
    try {
      const hold = () => deadline.hold();
      return await driver.start(plan, { signal, report, hold });
    } catch (cause) {
      throw deadline.passed && !cancelled.aborted
        ? late(project, startTimeoutMs, cause)
        : cause;
    } finally {
      deadline.clear();
    }
  }

  async #choose(
    project: ProjectRecord,
    image: string
  ): Promise<Choice | { stop: Promise<void> }> {
    const { servers, warm } = this.#deps;
    const { user, slug } = project;
    const all = await servers.running(user);
    const ours = all.filter(server => server.project === project.id);
    const running = ours.find(server => server.image === image);
    if (running) {
      return { running };
    }
    const active = (await warm.active(user)).server;
    // An old tab may still be open at the active server, even if that ended.
    const names = active === slug ? [`${slug}-b`, slug] : [slug, `${slug}-b`];
    const isFree = (name: string) =>
      !all.some(server => server.name === name) &&
      !servers.stopping({ user, name });
    const name = names.find(isFree);
    return name === undefined
      ? await this.#free({ user, name: names[0] ?? slug }, project)
      : { name };
  }

  /** Stop the server that has the name, unless it is held for unsaved work. */
  async #free(
    server: ServerRef,
    project: ProjectRecord
  ): Promise<{ stop: Promise<void> }> {
    const { servers, warm } = this.#deps;
    const stopping = servers.stopping(server);
    if (!stopping && (await warm.isHeld(server))) {
      throw busy(
        project,
        'It still has a server with unsaved work. Save or close it first.'
      );
    }
    return { stop: stopping ?? servers.stop(server, project.id) };
  }
}

function busy({ title }: ProjectRecord, why: string): Failed {
  return new Failed('project-busy', `${title} cannot be started. ${why}`, {
    actions: ['retry', 'stay']
  });
}

function late({ title }: ProjectRecord, ms: number, cause: unknown): Failed {
  const seconds = String(Math.round(ms / 1000));
  const { logTail, log } = cause instanceof Failed ? cause.options : {};
  return new Failed(
    'server-timeout',
    `The server of ${title} did not answer within ${seconds} s.`,
    {
      ...{ cause, values: { seconds } },
      ...(logTail ? { logTail } : {}),
      ...(log === undefined ? {} : { log })
    }
  );
}
