import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { Failure, Switch } from '../contract/contract.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** The part of a hand-over that the journal keeps, but pages are not shown. */
const HandOver = z.object({
  /** True once a page of the old server said that the user may be moved. */
  move: z.boolean(),
  /** The paths that could not be saved, by the pages that have answered. */
  answers: z.record(z.string(), z.array(z.string())),
  /** True if a page of the old server was open at the switch's `active`. */
  pages: z.boolean(),
  arrived: z.boolean(),
  /** The image of the old server, if it was stopped before the new started. */
  previousImage: z.string().optional(),
  /** How the switch is about to end, while what it began is undone. */
  ending: z
    .object({
      phase: z.enum(['failed', 'cancelled']),
      error: Failure.optional()
    })
    .optional()
});
export type HandOver = z.infer<typeof HandOver>;

/** `switches.state_json`: a contract object, and the hand-over. */
const Stored = Switch.extend({ handOver: HandOver });

/** A switch as the journal has it. */
export interface SwitchRecord {
  readonly user: string;
  /** The part that pages are shown. */
  readonly shown: Switch;
  readonly handOver: HandOver;
  /** The server that the user leaves, when it ran at the click. */
  readonly fromServer: string | null;
  /** The server that the user goes to, once it is chosen. */
  readonly server: string | null;
  /** The image that was asked for or chosen, once it is known. */
  readonly image: string | null;
  readonly ticketHash: string;
}

/** The end of a switch that a server was: left, or come to. */
export type SwitchEnd = 'from' | 'to';

/** The table `switches`. */
export class SwitchRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Fails with an `isTaken` error while the user has another one under way. */
  async insert(record: SwitchRecord): Promise<void> {
    await this.#store
      .insertInto('switches')
      .values({ id: record.shown.id, ...columns(record) })
      .execute();
  }

  async update(record: SwitchRecord): Promise<void> {
    await this.#store
      .updateTable('switches')
      .set(columns(record))
      .where('id', '=', record.shown.id)
      .execute();
  }

  async find(id: string): Promise<SwitchRecord | undefined> {
    const row = await this.#rows().where('id', '=', id).executeTakeFirst();
    return row && recordOf(row);
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
    const row = await this.#latestOf(user).executeTakeFirst();
    return row && recordOf(row);
  }

  /** The last switch by which the user left this server, or came to it. */
  async lastMove(
    user: string,
    end: SwitchEnd,
    server: string
  ): Promise<SwitchRecord | undefined> {
    const row = await this.#latestOf(user)
      .where(end === 'from' ? 'from_server' : 'server', '=', server)
      .where('phase', 'in', ['active', 'stopping-previous', 'done'])
      .executeTakeFirst();
    return row && recordOf(row);
  }

  /** List the last switches to a project that went well, the latest first. */
  async done(
    user: string,
    project: string,
    most: number
  ): Promise<SwitchRecord[]> {
    const rows = await this.#latestOf(user)
      .where('project', '=', project)
      .where('phase', '=', 'done')
      .limit(most)
      .execute();
    return rows.map(recordOf);
  }

  /** List the last switches that ended with an image, the latest first. */
  async ended(
    user: string,
    most: number
  ): Promise<{ readonly image: string; readonly done: boolean }[]> {
    const rows = await this.#store
      .selectFrom('switches')
      .select(['image', 'phase'])
      .where('user', '=', user)
      .where('phase', 'in', ['done', 'failed'])
      .where('image', 'is not', null)
      .$narrowType<{ image: string }>()
      .orderBy('started_at', 'desc')
      .limit(most)
      .execute();
    return rows.map(({ image, phase }) => ({ image, done: phase === 'done' }));
  }

  #latestOf(user: string) {
    return this.#rows()
      .where('user', '=', user)
      .orderBy('started_at', 'desc')
      .orderBy(sql`rowid`, 'desc');
  }

  #rows() {
    return this.#store.selectFrom('switches').selectAll();
  }
}

function columns(record: SwitchRecord) {
  const { user, shown, handOver, fromServer, server, image } = record;
  return {
    ...{ user, server, image },
    project: shown.project,
    from_project: shown.from,
    from_server: fromServer,
    phase: shown.phase,
    state_json: JSON.stringify({ ...shown, handOver }),
    ticket_hash: record.ticketHash,
    started_at: shown.startedAt,
    ended_at: shown.endedAt ?? null
  };
}

function recordOf(row: Selectable<Tables['switches']>): SwitchRecord {
  const { handOver, ...shown } = Stored.parse(JSON.parse(row.state_json));
  const { user, server, image } = row;
  return {
    ...{ user, shown, handOver, server, image },
    fromServer: row.from_server,
    ticketHash: row.ticket_hash
  };
}
