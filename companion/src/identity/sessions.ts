import { createHmac, randomBytes } from 'node:crypto';
import type { Records } from '../records/records.ts';
import type { Living, SessionRecord } from '../records/sessions.ts';

export interface SessionsDeps {
  readonly records: Pick<Records, 'sessions'>;
  readonly now: () => Date;
  /** The key of the hashes: with another key, no earlier session is known. */
  readonly key: string;
}

export interface Session {
  readonly user: string;
  /** The value of the session's cookie. */
  readonly value: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long a browser stays signed in at most; the cookie's `Max-Age`, too. */
export const SESSION_SECONDS = (30 * DAY_MS) / 1000;
/** A session that nobody uses ends sooner. */
const UNUSED_MS = 7 * DAY_MS;
/** How often the use of a session is noted. */
const NOTE_MS = 60 * 60 * 1000;

/**
 * Browser sessions, and the tokens of the home pages that were opened in them.
 * A token ends with its session. The store has hashes only, and outlives a
 * restart.
 */
export class Sessions {
  readonly #deps: SessionsDeps;

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
  }

  /** Begin a session; the answer is the cookie's value. */
  async open(user: string): Promise<string> {
    const value = randomBytes(32).toString('base64url');
    const { sessions } = this.#deps.records;
    await sessions.removeOld(this.#living());
    const at = this.#deps.now().toISOString();
    await sessions.insert({
      hash: this.#hash(value),
      pageHash: this.#hash(pageToken(value)),
      user,
      openedAt: at,
      usedAt: at
    });
    return value;
  }

  /** The first of these values that is a session's. */
  async find(values: readonly string[]): Promise<Session | undefined> {
    const hashes = values.map(value => this.#hash(value));
    const { sessions } = this.#deps.records;
    const found = await sessions.find(hashes, this.#living());
    for (const [index, value] of values.entries()) {
      const session = found.find(({ hash }) => hash === hashes[index]);
      if (session) {
        await this.#use(session);
        return { user: session.user, value };
      }
    }
    return undefined;
  }

  /** The user whose home page has this token. */
  async ofPage(token: string): Promise<string | undefined> {
    const { sessions } = this.#deps.records;
    const found = await sessions.findByPage(this.#hash(token), this.#living());
    if (found) {
      await this.#use(found);
    }
    return found?.user;
  }

  /** End the session of that home page; `false` where there was none. */
  endOfPage(token: string): Promise<boolean> {
    return this.#deps.records.sessions.removeByPage(this.#hash(token));
  }

  async #use({ hash, usedAt }: SessionRecord): Promise<void> {
    const now = this.#deps.now();
    if (now.getTime() - Date.parse(usedAt) >= NOTE_MS) {
      await this.#deps.records.sessions.use(hash, now.toISOString());
    }
  }

  #living(): Living {
    const now = this.#deps.now().getTime();
    return {
      openedAfter: new Date(now - SESSION_SECONDS * 1000).toISOString(),
      usedAfter: new Date(now - UNUSED_MS).toISOString()
    };
  }

  #hash(text: string): string {
    return createHmac('sha256', this.#deps.key).update(text).digest('hex');
  }
}

/** How tokens of home pages begin. */
const PAGE = 'home.';

/**
 * The token of a session's home page. It is made of the cookie's value, but
 * does not reveal that value to the page's scripts.
 */
export function pageToken(value: string): string {
  return PAGE + createHmac('sha256', value).update(PAGE).digest('base64url');
}

export function isPageToken(token: string): boolean {
  return token.startsWith(PAGE);
}
