import { createHmac, randomBytes } from 'node:crypto';
import type { ServerRef } from './drivers/driver.ts';
import { sameText, sha256 } from './hash.ts';
import { Sessions } from './sessions.ts';
import type { Store } from './store/store.ts';

/** Who asks. With `server`, the token is the one that server was started with. */
export interface Principal {
  readonly user: string;
  readonly server?: ServerRef;
}

export interface AuthDeps {
  readonly store: Store;
  /** The command line's token, and whose it is. */
  readonly token: string;
  readonly user: string;
  readonly now: () => Date;
}

/** Where the secret that signs the home page's tokens is kept. */
const SECRET = 'home-secret';
const SCHEME = /^(?:token|bearer) +([^\s]+) *$/i;
const HOME_TOKEN = /^home\.([\w-]+)\.([0-9a-f]{64})$/;

/** Tokens and browser sessions -> users. Knows no token, only their hashes. */
export class Auth {
  readonly #deps: AuthDeps;
  readonly #secret: string;
  readonly #sessions: Sessions;

  private constructor(deps: AuthDeps, secret: string) {
    this.#deps = deps;
    this.#secret = secret;
    this.#sessions = new Sessions(deps);
  }

  static async open(deps: AuthDeps): Promise<Auth> {
    return new Auth(deps, await keptSecret(deps.store));
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
    return this.#homePrincipal(token) ?? (await this.#serverPrincipal(token));
  }

  /** The token in the home page's HTML; the same after a restart. */
  homeToken(user: string): string {
    const name = Buffer.from(user).toString('base64url');
    return `home.${name}.${this.#signature(user)}`;
  }

  /** Begin a browser session; the answer is the cookie's value. */
  openSession(user: string): Promise<string> {
    return this.#sessions.open(user);
  }

  /** The user of the first of a cookie's values that is a session. */
  session(values: readonly string[]): Promise<string | undefined> {
    return this.#sessions.user(values);
  }

  closeSession(value: string): Promise<void> {
    return this.#sessions.close(value);
  }

  #homePrincipal(token: string): Principal | undefined {
    const [, name, signature] = HOME_TOKEN.exec(token) ?? [];
    if (name === undefined || signature === undefined) {
      return undefined;
    }
    const user = Buffer.from(name, 'base64url').toString();
    return sameText(signature, this.#signature(user)) ? { user } : undefined;
  }

  /** Found by its hash, so how long the look-up takes tells nothing of it. */
  async #serverPrincipal(token: string): Promise<Principal | undefined> {
    const row = await this.#deps.store
      .selectFrom('servers')
      .select(['user', 'name'])
      .where('token_hash', '=', sha256(token))
      .executeTakeFirst();
    return row && { user: row.user, server: { ...row } };
  }

  #signature(user: string): string {
    return createHmac('sha256', this.#secret).update(user).digest('hex');
  }
}

/** The token of an `Authorization` header. */
export function tokenOf(authorization: string | undefined): string | undefined {
  return SCHEME.exec(authorization ?? '')?.[1];
}

async function keptSecret(store: Store): Promise<string> {
  await store
    .insertInto('settings')
    .values({ key: SECRET, value: randomBytes(32).toString('hex') })
    .onConflict(conflict => conflict.doNothing())
    .execute();
  const row = await store
    .selectFrom('settings')
    .select('value')
    .where('key', '=', SECRET)
    .executeTakeFirstOrThrow();
  return row.value;
}
