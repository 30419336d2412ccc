import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Site } from '../config/site.ts';
import type { ServerRef } from '../drivers/server-ref.ts';

/** The user that asks, and the kind of token that says so. */
export interface Principal {
  readonly user: string;
  /** The token is the one that this server was started with. */
  readonly server?: ServerRef;
  /** The token is a home page's: it opens the API, and no further session. */
  readonly page?: true;
}

/** The token that a home page uses at the API. */
export interface HomeToken {
  readonly token: string;
  /** True when the token is of the browser's session, and so can end it. */
  readonly endsSession: boolean;
}

/**
 * A known user, and how they are known. Browsers send a cookie without being
 * asked: ours, and also that of a proxy, which then names the user in a header.
 */
export interface Visitor {
  readonly principal: Principal;
  readonly by: 'header' | 'cookie';
}

/** How a browser signs in to the pages of a site. */
export interface PageSignIn {
  /**
   * Turn `?token=` of a page into the cookie, and lead to the same page without
   * it: then the request is `answered`. Where the page is not `ours`, a token that
   * we do not know is left to the server that has the page.
   */
  exchange(
    req: IncomingMessage,
    res: ServerResponse,
    page: { ours: boolean }
  ): Promise<'answered' | 'refused' | 'passed'>;
  visitor(req: IncomingMessage): Promise<Visitor | undefined>;
  /** The values of the request's cookie that can be a session's. */
  sessions(req: IncomingMessage): string[];
  /** `Set-Cookie` headers that end cookies that others have set in our name. */
  endings(req: IncomingMessage): string[];
  /** The `Set-Cookie` header of an answer that signs the user out. */
  ended(): string;
}

/**
 * Tells which user a request is from; each platform has one. `undefined` means
 * that the token or session is not known. Failing means that it cannot be told
 * now, which must not sign anybody out.
 */
export interface Identity {
  /** The owner of the token in an `Authorization` header. */
  principal(authorization: string | undefined): Promise<Principal | undefined>;
  tokenPrincipal(token: string): Promise<Principal | undefined>;
  /**
   * The token in the HTML of a user's home page: that of the browser's session,
   * or of a new one without a cookie, where a proxy or a header names the user.
   */
  homeToken(user: string, values: readonly string[]): Promise<HomeToken>;
  /** Begin a browser session; the answer is the cookie's value. */
  openSession(user: string): Promise<string>;
  /** The user of the first of a cookie's values that is a session. */
  session(values: readonly string[]): Promise<string | undefined>;
  /** End the session whose home page has that token, if there is one. */
  signOut(authorization: string | undefined): Promise<boolean>;
  signIn(site: Site): PageSignIn;
}

const SCHEME = /^(?:token|bearer) +([^\s]+) *$/i;

/** The token of an `Authorization` header. */
export function tokenOf(authorization: string | undefined): string | undefined {
  return SCHEME.exec(authorization ?? '')?.[1];
}
