import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Site } from '../config/site.ts';

/**
 * The rules that protect our site from others (DESIGN.md 9), without any state.
 * The gateway adds a server's token to what it passes on, which turns Jupyter's
 * own checks off; so these rules take their place.
 */

export interface Guarded {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** True when the request names a host of ours; false after DNS rebinding. */
export function hostAllowed(site: Site, headers: IncomingHttpHeaders): boolean {
  return site.hosts.has((headers.host ?? '').toLowerCase());
}

/**
 * True when a request with the cookie may do what it asks. A change must come
 * from a page of exactly this origin; a read may also be a visit to a page.
 */
export function mayAct(site: Site, request: Guarded): boolean {
  const { method = '', headers } = request;
  return SAFE.has(method) ? mayRead(headers) : isSameOrigin(site, headers);
}

/**
 * True when a read comes from this origin or opens a page. Other sites cannot
 * see what they make a browser read, but they can run it or show it; and for
 * cookies, another port of this machine is the same site.
 */
function mayRead(headers: IncomingHttpHeaders): boolean {
  const from = headers['sec-fetch-site'];
  return (
    from === undefined ||
    ['same-origin', 'none'].includes(from) ||
    mayCarryToken(headers)
  );
}

/** True when a page of ours opens the websocket: other sites could read it. */
export function mayConnect(site: Site, headers: IncomingHttpHeaders): boolean {
  return isSameOrigin(site, headers);
}

function isSameOrigin(site: Site, headers: IncomingHttpHeaders): boolean {
  const fetchSite = headers['sec-fetch-site'];
  return (
    hostAllowed(site, headers) &&
    headers.origin?.toLowerCase() ===
      `${site.scheme}://${headers.host ?? ''}`.toLowerCase() &&
    (fetchSite === undefined || fetchSite === 'same-origin')
  );
}

/**
 * True when the answer to this request becomes a page of its own. Only then may
 * it have a token: no script, frame or embedding of any site can read it there.
 */
export function mayCarryToken(headers: IncomingHttpHeaders): boolean {
  return (
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  );
}

/** The headers of a page that carries a token. */
export const PAGE_HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store'
} as const;

/** A second policy beside a page's own: browsers enforce the two together. */
export const NO_FRAMES = "frame-ancestors 'none'";

/** Give `res` the headers of a page that carries a token. */
export function securePage(
  res: Pick<ServerResponse, 'setHeader' | 'getHeader'>
): void {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) {
    res.setHeader(name, value);
  }
  res.setHeader(
    'content-security-policy',
    policies(res.getHeader('content-security-policy'))
  );
}

/** A page's own policies, and ours that nobody may frame it. */
export function policies(
  own: number | string | readonly string[] | undefined
): string[] {
  const list = own === undefined ? [] : [own].flat().map(String);
  return [...list, NO_FRAMES];
}
