import type {
  SavedRequest,
  Switch,
  SwitchRequest
} from '../contract/contract.ts';
import type { UserLocks } from '../base/user-locks.ts';
import type { Driver } from '../drivers/driver.ts';
import type { ServerRef } from '../drivers/server-ref.ts';
import { Failed } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';
import type { Presence } from '../events/presence.ts';
import type { Records } from '../records/records.ts';
import type { Journal } from './journal.ts';
import type { Rescue } from './rescue.ts';
import type { Servers } from './servers.ts';
import { withAnswer, withHandOver } from './switch-record.ts';
import type { SwitchRecord } from '../records/switches.ts';
import type { SwitchRequests } from './switch-requests.ts';
import type { SwitchRuns } from './switch-runs.ts';
import type { Targets } from './targets.ts';
import type { Warm } from './warm.ts';
import { matches, newSecret } from './tickets.ts';

/** A ticket still shows its switch for so long after the switch has ended. */
const TICKET_MS = 10 * 60_000;

export interface SwitcherDeps {
  readonly runs: SwitchRuns;
  readonly requests: SwitchRequests;
  readonly journal: Journal;
  readonly servers: Servers;
  readonly targets: Targets;
  readonly rescue: Pick<Rescue, 'isPossible'>;
  readonly warm: Warm;
  readonly records: Pick<Records, 'failedStarts'>;
  readonly locks: Pick<UserLocks, 'servers'>;
  readonly driver: Pick<Driver, 'list'>;
  readonly presence: Presence;
  readonly now: () => Date;
}

/** Moves users between projects: one switch per user at a time (DESIGN.md 5). */
export class Switcher {
  readonly #deps: SwitcherDeps;

  constructor(deps: SwitcherDeps) {
    this.#deps = deps;
  }

  /** Begin a switch; only this answer has its ticket. */
  async start(user: string, request: SwitchRequest): Promise<Switch> {
    const ticket = newSecret();
    const { shown } = await this.#deps.locks.servers.run(user, async () => {
      const record = await this.#deps.requests.record(
        user,
        request,
        sha256(ticket)
      );
      await this.#deps.runs.begin(record);
      return record;
    });
    return { ...shown, ticket };
  }

  /** True when the user can switch to a rescue server. */
  canRescue(user: string): Promise<boolean> {
    return this.#deps.rescue.isPossible(user);
  }

  /** The switch under way, or else the last one. */
  async latest(user: string): Promise<Switch | undefined> {
    return (await this.#deps.journal.latest(user))?.shown;
  }

  async get(user: string, id: string): Promise<Switch> {
    return (await this.#find(user, id)).shown;
  }

  /** Return the output of the server whose start failed. */
  async startLog(user: string, id: string): Promise<string> {
    await this.#find(user, id);
    const log = await this.#deps.records.failedStarts.log(user, id);
    if (log === undefined) {
      throw new Failed('not-found', 'Nothing is kept of what it printed.');
    }
    return log;
  }

  /** The switch that the ticket was given for, until ten minutes after its end. */
  async byTicket(id: string, ticket: string): Promise<Switch | undefined> {
    const record = await this.#deps.journal.find(id);
    if (!record || !matches(ticket, record.ticketHash)) {
      return undefined;
    }
    const { endedAt } = record.shown;
    const age = endedAt ? this.#deps.now().getTime() - Date.parse(endedAt) : 0;
    return age > TICKET_MS ? undefined : record.shown;
  }

  /** Undo a switch that is not active yet; resolves when it has ended. */
  async cancel(user: string, id: string): Promise<Switch> {
    const { shown } = await this.#find(user, id);
    if (shown.phase === 'cancelled') {
      return shown;
    }
    if (!(await this.#deps.runs.cancel(id))) {
      const now = await this.get(user, id);
      throw new Failed(
        'too-late-to-cancel',
        'It is too late to cancel this switch. Switch back instead.',
        { switch: now }
      );
    }
    return await this.get(user, id);
  }

  /** Note that a page of the old server has saved what it could. */
  async saved(user: string, id: string, body: SavedRequest): Promise<Switch> {
    await this.#find(user, id);
    const record = await this.#deps.runs.change(user, id, before =>
      withAnswer(before, body)
    );
    return record.shown;
  }

  /** Note that the new page is open; the request has the token of `server`. */
  async arrived(
    user: string,
    id: string,
    server: ServerRef | undefined
  ): Promise<Switch> {
    const found = await this.#find(user, id);
    if (server?.user !== user || server.name !== found.server) {
      throw new Failed(
        'forbidden',
        'Only a page of the new server can say that it has arrived.'
      );
    }
    const record = await this.#deps.runs.change(user, id, before =>
      before.handOver.arrived ? before : withHandOver(before, { arrived: true })
    );
    return record.shown;
  }

  /**
   * Stop the server of a project. The active one is stopped only while no page
   * of it is open except `page`, which has saved.
   */
  async stopServer(
    user: string,
    project: string,
    page?: string
  ): Promise<void> {
    const { servers } = this.#deps;
    const stops = await this.#deps.locks.servers.run(user, async () => {
      await this.#mayStop(user, project, page);
      // Includes a server that is being stopped: its stop is waited for.
      const there = await this.#deps.driver.list(user);
      return there
        .filter(server => server.project === project)
        .map(server => servers.stop(server, project));
    });
    await Promise.all(stops);
  }

  /** Do `work`, or fail while a server of the project runs or is to start. */
  withoutServer<T>(
    user: string,
    project: string,
    work: () => Promise<T>
  ): Promise<T> {
    return this.#deps.locks.servers.run(user, async () => {
      await this.requireNoSwitch(user, project);
      const there = await this.#deps.driver.list(user);
      if (there.some(server => server.project === project)) {
        const detail = 'A server runs in this project. Stop it first.';
        throw new Failed('project-busy', detail);
      }
      return await work();
    });
  }

  /** Fail while a switch from or to the project is under way. */
  async requireNoSwitch(user: string, project: string): Promise<void> {
    const first = await this.#deps.journal.underWay(user);
    if (first?.shown.project === project || first?.shown.from === project) {
      const detail = 'A switch of this project is under way.';
      throw new Failed('project-busy', detail, { switch: first.shown });
    }
  }

  /** Go on with the switches that were under way when the companion ended. */
  recover(): Promise<void> {
    return this.#deps.runs.recover();
  }

  /** Stop waiting; switches under way go on at the next start. */
  dispose(): Promise<void> {
    return this.#deps.runs.dispose();
  }

  async #mayStop(user: string, project: string, page?: string): Promise<void> {
    await this.#deps.targets.project(user, project);
    await this.requireNoSwitch(user, project);
    const active = await this.#deps.warm.active(user);
    const name = active.server;
    if (active.project !== project || name === null) {
      return;
    }
    const pages = this.#deps.presence.pages({ user, name });
    if ([...pages].some(open => open !== page)) {
      const detail = 'The project is open in a tab. Close it there first.';
      throw new Failed('project-active', detail, {
        values: { reason: 'open' }
      });
    }
  }

  async #find(user: string, id: string): Promise<SwitchRecord> {
    const record = await this.#deps.journal.find(id);
    if (record?.user !== user) {
      throw new Failed('not-found', 'There is no such switch.');
    }
    return record;
  }
}
