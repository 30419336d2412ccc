import { randomBytes } from 'node:crypto';
import { sha256 } from './hash.ts';
import type { Store } from './store/store.ts';

export interface SessionsDeps {
  readonly store: Store;
  readonly now: () => Date;
}

/** How long a browser stays signed in; the cookie's `Max-Age`, too. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** Browser sessions. The store has their hashes only, and outlives a restart. */
export class Sessions {
  readonly #deps: SessionsDeps;

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
  }

  async open(user: string): Promise<string> {
    const value = randomBytes(32).toString('base64url');
    const { store, now } = this.#deps;
    await store
      .deleteFrom('sessions')
      .where('created_at', '<=', this.#oldest())
      .execute();
    await store
      .insertInto('sessions')
      .values({ hash: sha256(value), user, created_at: now().toISOString() })
      .execute();
    return value;
  }

  /** Of the first of these values that is a session's. */
  async user(values: readonly string[]): Promise<string | undefined> {
    const hashes = values.map(sha256);
    const rows = await this.#deps.store
      .selectFrom('sessions')
      .select(['hash', 'user'])
      .where('hash', 'in', hashes)
      .where('created_at', '>', this.#oldest())
      .execute();
    const users = new Map(rows.map(({ hash, user }) => [hash, user]));
    const first = hashes.find(hash => users.has(hash));
    return first === undefined ? undefined : users.get(first);
  }

  async close(value: string): Promise<void> {
    await this.#deps.store
      .deleteFrom('sessions')
      .where('hash', '=', sha256(value))
      .execute();
  }

  #oldest(): string {
    const end = this.#deps.now().getTime() - SESSION_SECONDS * 1000;
    return new Date(end).toISOString();
  }
}
