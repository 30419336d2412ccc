import { sql } from 'kysely';
import type { Selectable, Transaction } from 'kysely';
import type { Switch } from '../contract/contract.ts';
import { Failed } from '../base/errors.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { duration } from './switch-state.ts';
import { Stored } from './switch-record.ts';
import type { SwitchRecord } from './switch-record.ts';

export interface JournalDeps {
  readonly store: Store;
  readonly events: {
    publish(user: string, event: { event: 'switch'; data: Switch }): void;
  };
  readonly feed: ProjectFeed;
  /** Called around the write of every step, `before ready`, `after ready`. */
  readonly onStep?: (point: string) => void;
}

/** What else is written with a step, so that both are or neither is. */
export type Also = (transaction: Transaction<Tables>) => Promise<void>;

/** How many switches to look back for one that started a server. */
const LOOK_BACK = 20;

/** The switches in the store. Whatever is written is published. */
export class Journal {
  readonly #deps: JournalDeps;

  constructor(deps: JournalDeps) {
    this.#deps = deps;
  }

  /** Begin a switch; fails when the user has another one under way. */
  async insert(record: SwitchRecord): Promise<void> {
    try {
      await this.#deps.store
        .insertInto('switches')
        .values({ id: record.shown.id, ...columns(record) })
        .execute();
    } catch (cause) {
      if (!String(cause).includes('UNIQUE')) {
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
    await this.#deps.store.transaction().execute(async transaction => {
      await also?.(transaction);
      await transaction
        .updateTable('switches')
        .set(columns(record))
        .where('id', '=', record.shown.id)
        .execute();
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

  async underWay(user: string): Promise<SwitchRecord | undefined> {
    const row = await this.#rows()
      .where('user', '=', user)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    return row && recordOf(row);
  }

  async allUnderWay(): Promise<SwitchRecord[]> {
    const rows = await this.#rows().where('ended_at', 'is', null).execute();
    return rows.map(recordOf);
  }

  async latest(user: string): Promise<SwitchRecord | undefined> {
    const row = await this.#rows()
      .where('user', '=', user)
      .orderBy('started_at', 'desc')
      .orderBy(sql`rowid`, 'desc')
      .executeTakeFirst();
    return row && recordOf(row);
  }

  async find(id: string): Promise<SwitchRecord | undefined> {
    const row = await this.#rows().where('id', '=', id).executeTakeFirst();
    return row && recordOf(row);
  }

  /** The last switch by which the user left this server. */
  leaving(user: string, server: string): Promise<SwitchRecord | undefined> {
    return this.#lastMove(user, 'from_server', server);
  }

  /** The last switch by which the user came to this server. */
  arriving(user: string, server: string): Promise<SwitchRecord | undefined> {
    return this.#lastMove(user, 'server', server);
  }

  async #lastMove(
    user: string,
    end: 'server' | 'from_server',
    server: string
  ): Promise<SwitchRecord | undefined> {
    const row = await this.#rows()
      .where('user', '=', user)
      .where(end, '=', server)
      .where('phase', 'in', ['active', 'stopping-previous', 'done'])
      .orderBy('started_at', 'desc')
      .orderBy(sql`rowid`, 'desc')
      .executeTakeFirst();
    return row && recordOf(row);
  }

  /** How long the last start of a server of the project took. */
  async lastDuration(
    user: string,
    project: string
  ): Promise<number | undefined> {
    const rows = await this.#rows()
      .where('user', '=', user)
      .where('project', '=', project)
      .where('phase', '=', 'done')
      .orderBy('started_at', 'desc')
      .limit(LOOK_BACK)
      .execute();
    return rows
      .map(row => duration(recordOf(row).shown))
      .find(ms => ms !== undefined);
  }

  #rows() {
    return this.#deps.store.selectFrom('switches').selectAll();
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

function columns(record: SwitchRecord) {
  const { user, shown, handOver, fromServer, server, image } = record;
  return {
    user,
    project: shown.project,
    from_project: shown.from,
    from_server: fromServer,
    server,
    image,
    phase: shown.phase,
    state_json: JSON.stringify({ ...shown, handOver }),
    ticket_hash: record.ticketHash,
    started_at: shown.startedAt,
    ended_at: shown.endedAt ?? null
  };
}

function recordOf(row: Selectable<Tables['switches']>): SwitchRecord {
  const { handOver, ...shown } = Stored.parse(JSON.parse(row.state_json));
  return {
    user: row.user,
    shown,
    handOver,
    fromServer: row.from_server,
    server: row.server,
    image: row.image,
    ticketHash: row.ticket_hash
  };
}
