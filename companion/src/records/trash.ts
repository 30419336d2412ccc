import { Source } from '../contract/contract.ts';
import type { Store } from '../store/store.ts';

/** A deleted folder. */
export interface TrashRecord {
  readonly id: string;
  readonly user: string;
  /** `null` for a folder that was no project. */
  readonly project: string | null;
  /** The folder's name before. */
  readonly name: string;
  readonly bytes: number | null;
  readonly trashedAt: string;
}

/** A deleted folder, with the facts of its project. */
export interface TrashedProject extends TrashRecord {
  readonly title: string | null;
  readonly source: Source | undefined;
}

/** The table `trash`; folders that we did not put there have no row. */
export class TrashRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async of(user: string): Promise<TrashedProject[]> {
    const rows = await this.#store
      .selectFrom('trash')
      .leftJoin('projects', 'projects.id', 'trash.project')
      .selectAll('trash')
      .select(['projects.title', 'projects.source_json'])
      .where('trash.user', '=', user)
      .execute();
    return rows.map(({ id, project, name, bytes, title, ...row }) => ({
      ...{ id, user, project, name, bytes, title },
      trashedAt: row.trashed_at,
      source:
        row.source_json === null
          ? undefined
          : Source.parse(JSON.parse(row.source_json))
    }));
  }

  async insert(trashed: TrashRecord): Promise<void> {
    const { trashedAt, ...same } = trashed;
    await this.#store
      .insertInto('trash')
      .values({ ...same, trashed_at: trashedAt })
      .execute();
  }

  async setBytes(id: string, bytes: number | null): Promise<void> {
    await this.#store
      .updateTable('trash')
      .set({ bytes })
      .where('id', '=', id)
      .execute();
  }

  async remove(id: string): Promise<void> {
    await this.#store.deleteFrom('trash').where('id', '=', id).execute();
  }
}
