import type { Store } from '../store/store.ts';
import type { Tables } from '../store/schema.ts';

type Row = Tables['sessions'];

/** The times after which a living session was opened, and last used. */
export interface Living {
  readonly openedAfter: string;
  readonly usedAfter: string;
}

/** A session as it is written down: hashes only. */
export interface SessionRecord {
  readonly hash: string;
  readonly pageHash: string;
  readonly user: string;
  readonly openedAt: string;
  /** Kept to the hour. */
  readonly usedAt: string;
}

/** The table `sessions`. */
export class SessionRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async insert(session: SessionRecord): Promise<void> {
    const { hash, pageHash, user, openedAt, usedAt } = session;
    await this.#store
      .insertInto('sessions')
      .values({
        ...{ hash, user, page_hash: pageHash },
        ...{ opened_at: openedAt, used_at: usedAt }
      })
      .execute();
  }

  /** Find the living sessions of these hashes. */
  async find(
    hashes: readonly string[],
    living: Living
  ): Promise<SessionRecord[]> {
    const rows = await this.#living(living)
      .where('hash', 'in', [...hashes])
      .execute();
    return rows.map(recordOf);
  }

  async findByPage(
    pageHash: string,
    living: Living
  ): Promise<SessionRecord | undefined> {
    const row = await this.#living(living)
      .where('page_hash', '=', pageHash)
      .executeTakeFirst();
    return row && recordOf(row);
  }

  async use(hash: string, at: string): Promise<void> {
    await this.#store
      .updateTable('sessions')
      .set({ used_at: at })
      .where('hash', '=', hash)
      .execute();
  }

  /** Remove a session; true when there was one. */
  async removeByPage(pageHash: string): Promise<boolean> {
    const { numDeletedRows } = await this.#store
      .deleteFrom('sessions')
      .where('page_hash', '=', pageHash)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Remove all sessions that are no longer living. */
  async removeOld({ openedAfter, usedAfter }: Living): Promise<void> {
    await this.#store
      .deleteFrom('sessions')
      .where(row =>
        row.or([
          row('opened_at', '<=', openedAfter),
          row('used_at', '<=', usedAfter)
        ])
      )
      .execute();
  }

  #living({ openedAfter, usedAfter }: Living) {
    return this.#store
      .selectFrom('sessions')
      .selectAll()
      .where('opened_at', '>', openedAfter)
      .where('used_at', '>', usedAfter);
  }
}

function recordOf(row: Row): SessionRecord {
  const { hash, page_hash, user, opened_at, used_at } = row;
  return {
    ...{ hash, user, pageHash: page_hash },
    ...{ openedAt: opened_at, usedAt: used_at }
  };
}
