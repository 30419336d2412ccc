import { sameText, sha256 } from '../base/hash.ts';
import { isPageToken, pageToken, Sessions } from './sessions.ts';
import type { Site } from '../config/site.ts';
import { tokenOf } from './identity.ts';
import type { HomeToken, Identity, Principal } from './identity.ts';
import { SignIn } from './sign-in.ts';
import type { Records } from '../records/records.ts';

export interface AuthDeps {
  readonly records: Pick<Records, 'servers' | 'sessions'>;
  /** The command line's token, which belongs to `user`. */
  readonly token: string;
  /**
   * True when somebody chose the token: another one, none, or another user then
   * signs everybody out. A token that was made up differs at each start.
   */
  readonly chosen: boolean;
  readonly user: string;
  readonly now: () => Date;
}

/** This service's own tokens and sessions; of tokens it has hashes only. */
export class Auth implements Identity {
  readonly #deps: AuthDeps;
  readonly #sessions: Sessions;

  constructor(deps: AuthDeps) {
    this.#deps = deps;
    const { records, now, chosen, token, user } = deps;
    const key = JSON.stringify([user, chosen ? token : null]);
    this.#sessions = new Sessions({ records, now, key });
  }

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

  async homeToken(user: string, values: readonly string[]): Promise<HomeToken> {
    const session = await this.#sessions.find(values);
    const own = session?.user === user ? session.value : undefined;
    const value = own ?? (await this.#sessions.open(user));
    return { token: pageToken(value), endsSession: own !== undefined };
  }

  openSession(user: string): Promise<string> {
    return this.#sessions.open(user);
  }

  async session(values: readonly string[]): Promise<string | undefined> {
    return (await this.#sessions.find(values))?.user;
  }

  async signOut(authorization: string | undefined): Promise<boolean> {
    const token = tokenOf(authorization);
    return token !== undefined && (await this.#sessions.endOfPage(token));
  }

  signIn(site: Site): SignIn {
    return new SignIn({ auth: this, site });
  }
}
