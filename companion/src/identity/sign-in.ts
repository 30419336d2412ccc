import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Identity, PageSignIn, Principal, Visitor } from './identity.ts';
import { SESSION_SECONDS } from './sessions.ts';
import { endings, sessionCookie, sessionValues } from './cookies.ts';
import { proxiedUser } from './proxied-user.ts';
import type { Site } from '../config/site.ts';

export interface SignInDeps {
  readonly auth: Pick<
    Identity,
    'principal' | 'tokenPrincipal' | 'openSession' | 'session'
  >;
  readonly site: Site;
}

/** Lets people in: by header, by cookie, or by a token in the URL, once. */
export class SignIn implements PageSignIn {
  readonly #deps: SignInDeps;

  constructor(deps: SignInDeps) {
    this.#deps = deps;
  }

  async visitor(req: IncomingMessage): Promise<Visitor | undefined> {
    const principal = await this.#deps.auth.principal(
      req.headers.authorization
    );
    if (principal) {
      return { principal, by: 'header' };
    }
    const user = await this.user(req);
    return user === undefined
      ? undefined
      : { principal: { user }, by: 'cookie' };
  }

  /**
   * The user whom the proxy or the cookie names; both open pages and never the
   * API. The proxy counts first: a user who signed in there anew still has the
   * old cookie.
   */
  async user(req: IncomingMessage): Promise<string | undefined> {
    const { auth, site } = this.#deps;
    const proxied = proxiedUser(site.proxyAuth, req.headersDistinct);
    if (proxied !== undefined) {
      return proxied;
    }
    const values = this.sessions(req);
    return values.length === 0 ? undefined : await auth.session(values);
  }

  sessions({ headers }: IncomingMessage): string[] {
    return sessionValues(headers.cookie, this.#deps.site.cookie);
  }

  async exchange(
    req: IncomingMessage,
    res: ServerResponse,
    { ours }: { ours: boolean }
  ): Promise<'answered' | 'refused' | 'passed'> {
    const { token, url } = splitToken(req.url ?? '');
    const reads = req.method === 'GET' || req.method === 'HEAD';
    if (token === undefined || !reads) {
      return 'passed';
    }
    const user = await this.#owner(token);
    if (user !== undefined) {
      res.setHeader('set-cookie', [
        await this.#newCookie(user),
        ...this.endings(req)
      ]);
    } else if ((await this.user(req)) === undefined) {
      return 'refused';
    } else if (!ours) {
      return 'passed';
    }
    res.writeHead(302, { location: url, 'cache-control': 'no-store' }).end();
    return 'answered';
  }

  endings({ headers, url }: IncomingMessage): string[] {
    return endings(headers.cookie, this.#deps.site.cookie, url);
  }

  ended(): string {
    return this.#cookie('', 0);
  }

  /** The token's owner; none for a page's token: a session would outlive it. */
  async #owner(token: string): Promise<string | undefined> {
    const principal = await this.#deps.auth.tokenPrincipal(token);
    return principal && isOwn(principal) ? principal.user : undefined;
  }

  async #newCookie(user: string): Promise<string> {
    const value = await this.#deps.auth.openSession(user);
    return this.#cookie(value, SESSION_SECONDS);
  }

  #cookie(value: string, seconds: number): string {
    const { cookie, scheme } = this.#deps.site;
    return sessionCookie(cookie, value, {
      seconds,
      secure: scheme === 'https'
    });
  }
}

/**
 * True unless the token is of a page or a server: it ends before long, and must
 * not get another.
 */
export function isOwn({ server, page }: Principal): boolean {
  return server === undefined && page === undefined;
}

/** The token of a URL, and the URL without it and else unchanged. */
function splitToken(url: string): { token: string | undefined; url: string } {
  const [path = '', ...queries] = url.split('?');
  const parts = queries.join('?').split('&');
  const token = new URLSearchParams(queries.join('?')).get('token');
  const rest = parts
    .filter(part => !new URLSearchParams(part).has('token'))
    .join('&');
  return {
    token: token ?? undefined,
    url: rest === '' ? path : `${path}?${rest}`
  };
}
