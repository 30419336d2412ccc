import type { Store } from '../store/store.ts';

/** The size of a project's folder when it was last measured. */
export interface Size {
  readonly bytes: number;
  readonly measuredAt: string;
}

/** The table `sizes`. */
export class SizeRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async of(project: string): Promise<Size | undefined> {
    const row = await this.#store
      .selectFrom('sizes')
      .selectAll()
      .where('project', '=', project)
      .executeTakeFirst();
    return row && { bytes: row.bytes, measuredAt: row.measured_at };
  }

  async set(project: string, { bytes, measuredAt }: Size): Promise<void> {
    const values = { bytes, measured_at: measuredAt };
    await this.#store
      .insertInto('sizes')
      .values({ project, ...values })
      .onConflict(on => on.column('project').doUpdateSet(values))
      .execute();
  }
}
