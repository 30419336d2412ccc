import type { Store } from '../store/store.ts';

/** The answer to the first request with a key; no status until there is one. */
export interface KeptAnswer {
  readonly requestHash: string;
  readonly status: number | null;
  readonly body: unknown;
}

/** The table `idempotency`: answers to requests that may be sent again. */
export class AnswerRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Take a user's key; `false` where it is taken. */
  async claim(
    user: string,
    key: string,
    { requestHash, at }: { readonly requestHash: string; readonly at: string }
  ): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#store
      .insertInto('idempotency')
      .values({ user, key, request_hash: requestHash, created_at: at })
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst();
    return Boolean(numInsertedOrUpdatedRows);
  }

  async find(user: string, key: string): Promise<KeptAnswer | undefined> {
    const row = await this.#store
      .selectFrom('idempotency')
      .selectAll()
      .where('user', '=', user)
      .where('key', '=', key)
      .executeTakeFirst();
    return (
      row && {
        requestHash: row.request_hash,
        status: row.status,
        body: JSON.parse(row.answer_json ?? 'null') as unknown
      }
    );
  }

  /** `json` is the answer's body. */
  async keep(
    user: string,
    key: string,
    { status, json }: { readonly status: number; readonly json: string }
  ): Promise<void> {
    await this.#store
      .updateTable('idempotency')
      .set({ status, answer_json: json })
      .where('user', '=', user)
      .where('key', '=', key)
      .execute();
  }

  async remove(user: string, key: string): Promise<void> {
    await this.#store
      .deleteFrom('idempotency')
      .where('user', '=', user)
      .where('key', '=', key)
      .execute();
  }

  async removeOlder(than: string): Promise<void> {
    await this.#store
      .deleteFrom('idempotency')
      .where('created_at', '<', than)
      .execute();
  }
}
