import type { ServerRef } from '../drivers/server-ref.ts';
import { sameText, sha256 } from '../base/hash.ts';
import { isPageToken, pageToken, Sessions } from './sessions.ts';
import type { Records } from '../records/records.ts';

/** Who asks, by which token. */
export interface Principal {
  readonly user: string;
  /** The token is the one that this server was started with. */
  readonly server?: ServerRef;
  /** The token is a home page's: it opens the API, and no further session. */
  readonly page?: true;
}

export interface AuthDeps {
  readonly records: Pick<Records, 'servers' | 'sessions'>;
  /** The command line's token, and whose it is. */
  readonly token: string;
  /**
   * Whether somebody chose it: with another one, none, or another user all are
   * signed out. One that was made up is another at each start.
   */
  readonly chosen: boolean;
  readonly user: string;
  readonly now: () => Date;
}

/** What a home page may do with the API. */
export interface HomeToken {
  readonly token: string;
  /** Whether it is of the browser's session, so that it can end it. */
  readonly endsSession: boolean;
}

const SCHEME = /^(?:token|bearer) +([^\s]+) *$/i;

/** Tokens and browser sessions -> users. Knows no token, only their hashes. */
export class Auth {
  readonly #deps: AuthDeps;
  readonly #sessions: Sessions;

  constructor(deps: AuthDeps) {
    this.#deps = deps;
    const { records, now, chosen, token, user } = deps;
    const key = JSON.stringify([user, chosen ? token : null]);
    this.#sessions = new Sessions({ records, now, key });
  }

  /** Who an `Authorization` header speaks for, if it holds a token of ours. */
  async principal(
    authorization: string | undefined
  ): Promise<Principal | undefined> {
    const token = tokenOf(authorization);
    return token === undefined ? undefined : await this.tokenPrincipal(token);
  }

  async tokenPrincipal(token: string): Promise<Principal | undefined> {
    if (token === '') {
      return undefined;
    }
    if (this.#deps.token !== '' && sameText(token, this.#deps.token)) {
      return { user: this.#deps.user };
    }
    if (isPageToken(token)) {
      const user = await this.#sessions.ofPage(token);
      return user === undefined ? undefined : { user, page: true };
    }
    const server = await this.#deps.records.servers.byToken(sha256(token));
    return server && { user: server.user, server };
  }

  /**
   * The token in the HTML of a user's home page: of the browser's session, or of
   * one that has no cookie, where a proxy or a header says who the user is.
   */
  async homeToken(user: string, values: readonly string[]): Promise<HomeToken> {
    const session = await this.#sessions.find(values);
    const own = session?.user === user ? session.value : undefined;
    const value = own ?? (await this.#sessions.open(user));
    return { token: pageToken(value), endsSession: own !== undefined };
  }

  /** Begin a browser session; the answer is the cookie's value. */
  openSession(user: string): Promise<string> {
    return this.#sessions.open(user);
  }

  /** The user of the first of a cookie's values that is a session. */
  async session(values: readonly string[]): Promise<string | undefined> {
    return (await this.#sessions.find(values))?.user;
  }

  /** End the session whose home page has that token, if there is one. */
  async signOut(authorization: string | undefined): Promise<boolean> {
    const token = tokenOf(authorization);
    return token !== undefined && (await this.#sessions.endOfPage(token));
  }
}

/** The token of an `Authorization` header. */
export function tokenOf(authorization: string | undefined): string | undefined {
  return SCHEME.exec(authorization ?? '')?.[1];
}
