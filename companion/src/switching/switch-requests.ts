import { randomUUID } from 'node:crypto';
import type { Switch, SwitchRequest } from '../contract/contract.ts';
import type { Driver, RunningServer } from '../drivers/driver.ts';
import { RESCUE } from '../drivers/slug.ts';
import { inProgress } from './journal.ts';
import type { Journal } from './journal.ts';
import { labUrl } from './servers.ts';
import type { Servers } from './servers.ts';
import { NO_HAND_OVER } from './switch-record.ts';
import type { SwitchRecord } from '../records/switches.ts';
import { alreadyThere, begin } from './switch-state.ts';
import type { Begun } from './switch-state.ts';
import type { ProjectRecord } from '../records/projects.ts';
import type { Targets } from './targets.ts';
import type { Warm } from './warm.ts';

export interface SwitchRequestsDeps {
  readonly driver: Pick<Driver, 'strategy'>;
  readonly journal: Journal;
  readonly servers: Servers;
  readonly targets: Targets;
  readonly warm: Warm;
  readonly keepWarm: number;
  readonly now: () => Date;
}

/** Where the user is: the project, and its server if it runs. */
interface Here {
  readonly project: string | null;
  readonly server: RunningServer | undefined;
}

/** Turns a request into the record that a switch begins with. */
export class SwitchRequests {
  readonly #deps: SwitchRequestsDeps;

  constructor(deps: SwitchRequestsDeps) {
    this.#deps = deps;
  }

  /** A request that cannot be met fails here, before anything is written. */
  async record(
    user: string,
    request: SwitchRequest,
    ticketHash: string
  ): Promise<SwitchRecord> {
    const { journal, targets, now } = this.#deps;
    const project = await targets.project(user, request.project);
    const first = await journal.underWay(user);
    if (first) {
      throw inProgress(first);
    }
    const here = await this.#here(user);
    const target = await targets.target(
      project,
      request.image ?? null,
      here.server?.project === project.id
    );
    const image = 'image' in target ? target.image : (request.image ?? null);
    const begun = await this.#begun(project, here);
    const at = now().toISOString();
    const common = {
      user,
      handOver: NO_HAND_OVER,
      fromServer: here.server?.name ?? null,
      image,
      ticketHash
    };
    if (here.server && isThere(here.server, project, image)) {
      const url = labUrl(here.server.path, project.slug);
      const shown: Switch = alreadyThere(begun, url, at);
      return { ...common, shown, server: here.server.name };
    }
    return { ...common, shown: begin(begun, at), server: null };
  }

  async #here(user: string): Promise<Here> {
    const active = await this.#deps.warm.active(user);
    const { project, server: name } = active;
    return {
      project,
      server:
        name === null
          ? undefined
          : await this.#deps.servers.find({ user, name })
    };
  }

  async #begun(project: ProjectRecord, here: Here): Promise<Begun> {
    const { driver, journal } = this.#deps;
    const last = await journal.lastDuration(project.user, project.id);
    const begun: Begun = {
      id: randomUUID(),
      project: project.id,
      from: here.project,
      strategy: driver.strategy === 'recreate' ? 'recreate' : 'overlap',
      ...(last === undefined ? {} : { lastDurationMs: last })
    };
    return here.server
      ? { ...begun, ...(await this.#previous(begun, here.server)) }
      : begun;
  }

  async #previous(begun: Begun, { path, name, project }: RunningServer) {
    const slug = (await this.#deps.targets.slug(project)) ?? name;
    return {
      previousUrl: labUrl(path, slug),
      previousServer: path,
      keepsPrevious:
        begun.strategy === 'overlap' &&
        this.#deps.keepWarm > 0 &&
        project !== begun.project &&
        project !== RESCUE
    };
  }
}

function isThere(
  server: RunningServer,
  project: ProjectRecord,
  image: string | null
): boolean {
  return server.project === project.id && server.image === image;
}
