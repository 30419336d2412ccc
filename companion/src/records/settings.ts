import type { Store } from '../store/store.ts';

/** The table `settings`: values that the companion remembers for itself. */
export class SettingRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async get(key: string): Promise<string | undefined> {
    const row = await this.#store
      .selectFrom('settings')
      .select('value')
      .where('key', '=', key)
      .executeTakeFirst();
    return row?.value;
  }

  async set(key: string, value: string): Promise<void> {
    await this.#store
      .insertInto('settings')
      .values({ key, value })
      .onConflict(conflict => conflict.column('key').doUpdateSet({ value }))
      .execute();
  }

  /** Return the value that is there, or else set this one. */
  async getOrSet(key: string, value: string): Promise<string> {
    await this.#store
      .insertInto('settings')
      .values({ key, value })
      .onConflict(conflict => conflict.doNothing())
      .execute();
    return (await this.get(key)) ?? value;
  }
}
