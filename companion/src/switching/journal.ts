import type { Switch } from '../contract/contract.ts';
import { Failed } from '../base/errors.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import type { Records } from '../records/records.ts';
import type { SwitchRecord } from '../records/switches.ts';
import { isTaken } from '../store/unique.ts';
import { duration } from './switch-state.ts';

export interface JournalDeps {
  readonly records: Records;
  readonly events: {
    publish(user: string, event: { event: 'switch'; data: Switch }): void;
  };
  readonly feed: ProjectFeed;
  /** Called before and after each step is written, with `before ready` etc. */
  readonly onStep?: ((point: string) => void) | undefined;
}

/** Writes that share a step's transaction, so that both are or neither is. */
export type Also = (records: Records) => Promise<void>;

/** How many switches to look back for one that started a server. */
const LOOK_BACK = 20;

/** Stores switches, and publishes each change that users can see. */
export class Journal {
  readonly #deps: JournalDeps;

  constructor(deps: JournalDeps) {
    this.#deps = deps;
  }

  /** Begin a switch; fails when the user has another one under way. */
  async insert(record: SwitchRecord): Promise<void> {
    try {
      await this.#deps.records.switches.insert(record);
    } catch (cause) {
      if (!isTaken(cause)) {
        throw cause;
      }
      throw inProgress(await this.underWay(record.user), cause);
    }
    this.#publish(record, true);
  }

  async write(
    record: SwitchRecord,
    before: SwitchRecord,
    also?: Also
  ): Promise<void> {
    const { phase } = record.shown;
    const steps = phase !== before.shown.phase;
    this.#tell(steps, `before ${phase}`);
    await this.#deps.records.transaction(async records => {
      await also?.(records);
      await records.switches.update(record);
    });
    this.#tell(steps, `after ${phase}`);
    if (record.shown !== before.shown) {
      this.#publish(record, steps);
    }
  }

  #tell(steps: boolean, point: string): void {
    if (steps) {
      this.#deps.onStep?.(point);
    }
  }

  underWay(user: string): Promise<SwitchRecord | undefined> {
    return this.#deps.records.switches.underWay(user);
  }

  allUnderWay(): Promise<SwitchRecord[]> {
    return this.#deps.records.switches.allUnderWay();
  }

  latest(user: string): Promise<SwitchRecord | undefined> {
    return this.#deps.records.switches.latest(user);
  }

  find(id: string): Promise<SwitchRecord | undefined> {
    return this.#deps.records.switches.find(id);
  }

  /** The last switch by which the user left this server. */
  leaving(user: string, server: string): Promise<SwitchRecord | undefined> {
    return this.#deps.records.switches.lastMove(user, 'from', server);
  }

  /** The last switch by which the user came to this server. */
  arriving(user: string, server: string): Promise<SwitchRecord | undefined> {
    return this.#deps.records.switches.lastMove(user, 'to', server);
  }

  /** How long the last start of a server of the project took. */
  async lastDuration(
    user: string,
    project: string
  ): Promise<number | undefined> {
    const { switches } = this.#deps.records;
    const done = await switches.done(user, project, LOOK_BACK);
    return done
      .map(({ shown }) => duration(shown))
      .find(ms => ms !== undefined);
  }

  #publish({ user, shown }: SwitchRecord, phase: boolean): void {
    this.#deps.events.publish(user, { event: 'switch', data: shown });
    if (phase) {
      for (const project of new Set([shown.project, shown.from])) {
        if (project !== null) {
          this.#deps.feed.changed(user, project);
        }
      }
    }
  }
}

export function inProgress(
  first: SwitchRecord | undefined,
  cause?: unknown
): Failed {
  return new Failed(
    'switch-in-progress',
    'Another switch is under way. Wait for it, or cancel it.',
    { cause, ...(first ? { switch: first.shown } : {}) }
  );
}
