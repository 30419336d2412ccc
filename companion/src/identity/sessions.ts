import { createHmac, randomBytes } from 'node:crypto';
import type { Store } from '../store/store.ts';

export interface SessionsDeps {
  readonly store: Store;
  readonly now: () => Date;
  /** What hashes are made with: with another key nobody of before is known. */
  readonly key: string;
}

export interface Session {
  readonly user: string;
  /** Of its cookie. */
  readonly value: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long a browser stays signed in at most; the cookie's `Max-Age`, too. */
export const SESSION_SECONDS = (30 * DAY_MS) / 1000;
/** One that nobody uses ends sooner. */
const UNUSED_MS = 7 * DAY_MS;
/** How often its use is noted. */
const NOTE_MS = 60 * 60 * 1000;

/**
 * Browser sessions, and the tokens of the home pages that were opened in them,
 * which end with them. The store has hashes only, and outlives a restart.
 */
export class Sessions {
  readonly #deps: SessionsDeps;

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
  }

  /** The answer is the cookie's value. */
  async open(user: string): Promise<string> {
    const value = randomBytes(32).toString('base64url');
    const { opened, used } = this.#oldest();
    const { store, now } = this.#deps;
    await store
      .deleteFrom('sessions')
      .where(row =>
        row.or([row('opened_at', '<=', opened), row('used_at', '<=', used)])
      )
      .execute();
    const at = now().toISOString();
    await store
      .insertInto('sessions')
      .values({
        hash: this.#hash(value),
        page_hash: this.#hash(pageToken(value)),
        user,
        opened_at: at,
        used_at: at
      })
      .execute();
    return value;
  }

  /** The first of these values that is a session's. */
  async find(values: readonly string[]): Promise<Session | undefined> {
    const hashes = values.map(value => this.#hash(value));
    const rows = await this.#living().where('hash', 'in', hashes).execute();
    for (const [index, value] of values.entries()) {
      const row = rows.find(({ hash }) => hash === hashes[index]);
      if (row) {
        await this.#use(row);
        return { user: row.user, value };
      }
    }
    return undefined;
  }

  /** Whose home page has this token. */
  async ofPage(token: string): Promise<string | undefined> {
    const row = await this.#living()
      .where('page_hash', '=', this.#hash(token))
      .executeTakeFirst();
    if (row) {
      await this.#use(row);
    }
    return row?.user;
  }

  /** End the session of that home page; `false` where there was none. */
  async endOfPage(token: string): Promise<boolean> {
    const { numDeletedRows } = await this.#deps.store
      .deleteFrom('sessions')
      .where('page_hash', '=', this.#hash(token))
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  #living() {
    const { opened, used } = this.#oldest();
    return this.#deps.store
      .selectFrom('sessions')
      .select(['hash', 'user', 'used_at'])
      .where('opened_at', '>', opened)
      .where('used_at', '>', used);
  }

  async #use(row: { hash: string; used_at: string }): Promise<void> {
    const now = this.#deps.now();
    if (now.getTime() - Date.parse(row.used_at) >= NOTE_MS) {
      await this.#deps.store
        .updateTable('sessions')
        .set({ used_at: now.toISOString() })
        .where('hash', '=', row.hash)
        .execute();
    }
  }

  #oldest(): { opened: string; used: string } {
    const now = this.#deps.now().getTime();
    return {
      opened: new Date(now - SESSION_SECONDS * 1000).toISOString(),
      used: new Date(now - UNUSED_MS).toISOString()
    };
  }

  #hash(text: string): string {
    return createHmac('sha256', this.#deps.key).update(text).digest('hex');
  }
}

/** How tokens of home pages begin. */
const PAGE = 'home.';

/**
 * The token of a session's home page: made of the cookie's value, which it does
 * not tell to the page's scripts.
 */
export function pageToken(value: string): string {
  return PAGE + createHmac('sha256', value).update(PAGE).digest('base64url');
}

export function isPageToken(token: string): boolean {
  return token.startsWith(PAGE);
}
