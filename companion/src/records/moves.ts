import type { Selectable } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** A folder that moves from one name to another. */
export interface MoveRecord {
  readonly id: string;
  readonly user: string;
  readonly kind: 'trash' | 'restore' | 'rename';
  readonly project: string | null;
  /** The id in the trash; `null` for a rename. */
  readonly trash: string | null;
  readonly from: string;
  readonly to: string;
  readonly begunAt: string;
}

/** The table `folder_moves`: a row is there until its move is recorded. */
export class MoveRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async of(user: string): Promise<MoveRecord[]> {
    const rows = await this.#store
      .selectFrom('folder_moves')
      .selectAll()
      .where('user', '=', user)
      .execute();
    return rows.map(recordOf);
  }

  async users(): Promise<string[]> {
    const rows = await this.#store
      .selectFrom('folder_moves')
      .select('user')
      .distinct()
      .execute();
    return rows.map(({ user }) => user);
  }

  async insert(move: MoveRecord): Promise<void> {
    const { id, user, kind, project, trash, from, to, begunAt } = move;
    await this.#store
      .insertInto('folder_moves')
      .values({
        ...{ id, user, kind, project, trash },
        ...{ from_name: from, to_name: to, begun_at: begunAt }
      })
      .execute();
  }

  async remove(id: string): Promise<void> {
    await this.#store.deleteFrom('folder_moves').where('id', '=', id).execute();
  }
}

function recordOf(row: Selectable<Tables['folder_moves']>): MoveRecord {
  const { id, user, kind, project, trash } = row;
  return {
    ...{ id, user, kind, project, trash },
    from: row.from_name,
    to: row.to_name,
    begunAt: row.begun_at
  };
}
