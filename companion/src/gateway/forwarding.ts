import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Endpoint } from '../drivers/driver.ts';
import { othersCookies, withoutOurs } from '../identity/cookies.ts';
import { PAGE_HEADERS, policies } from './guard.ts';
import { stripProxyAuth } from '../identity/proxied-user.ts';
import type { Site } from '../config/site.ts';

/** The headers of requests and answers that go through the gateway. Pure. */

/** Headers for the next hop only, or a client's claims about earlier hops. */
const DROPPED = [
  'expect',
  'forwarded',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'x-real-ip'
];

/** First parts of the paths of Jupyter's pages, which all carry the token. */
const PAGES = new Set([
  '',
  'consoles',
  'doc',
  'edit',
  'lab',
  'login',
  'logout',
  'nbclassic',
  'notebooks',
  'retro',
  'terminals',
  'tree',
  'view'
]);

/**
 * Return the host that servers see. Their own addresses are loopback ones whose
 * port changes with each start, and Jupyter names its cookie after the host: a
 * browser would collect a cookie with every start. This host stays the same,
 * and Jupyter takes it for local.
 */
export function upstreamHost(site: Site): string {
  return `localhost:${String(site.port)}`;
}

/** The headers to send to a server instead of `req`'s. */
export function requestHeaders(
  req: Pick<IncomingMessage, 'headers' | 'socket'>,
  endpoint: Endpoint,
  site: Site
): IncomingHttpHeaders {
  const headers = withoutClaims(req.headers);
  // A server runs a user's code: it could become anybody with the proxy's secret.
  stripProxyAuth(site.proxyAuth, headers);
  const cookie = othersCookies(headers.cookie, site.proxyAuth?.cookies);
  delete headers.cookie;
  return {
    ...headers,
    ...(cookie === undefined ? {} : { cookie }),
    // The guard has checked it; the server checks only that it fits the host.
    ...(headers.origin === undefined
      ? {}
      : { origin: `http://${upstreamHost(site)}` }),
    host: upstreamHost(site),
    authorization: `token ${endpoint.token}`,
    'x-forwarded-for': req.socket.remoteAddress ?? '',
    'x-forwarded-host': headers.host ?? '',
    'x-forwarded-port': String(site.port),
    'x-forwarded-proto': site.scheme
  };
}

/** Drop a client's claims about earlier hops, and headers that only we set. */
export function withoutClaims(
  headers: IncomingHttpHeaders
): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) =>
        !DROPPED.includes(name) &&
        !name.startsWith('x-forwarded-') &&
        !name.startsWith('x-projects-')
    )
  );
}

/** Drop an answer's headers about the connection that it came by. */
export function withoutConnection(
  headers: IncomingHttpHeaders
): IncomingHttpHeaders {
  return { ...headers, connection: undefined, 'keep-alive': undefined };
}

/** The headers of a server's answer, as the browser gets them. */
export function answerHeaders(
  upstream: IncomingHttpHeaders,
  answer: {
    readonly carriesToken: boolean;
    readonly site: Site;
    /** `Set-Cookie` headers of ours. */
    readonly cookies?: readonly string[];
  }
): IncomingHttpHeaders {
  const headers = withoutConnection(upstream);
  for (const name of [
    // Only pages with a token get it: another page that had it could keep hold
    // of a Lab that it opened.
    'cross-origin-opener-policy',
    // No server's worker may stand between the browser and other servers.
    'service-worker-allowed'
  ]) {
    Reflect.deleteProperty(headers, name);
  }
  const { carriesToken, site, cookies: ours = [] } = answer;
  const cookies = [...withoutOurs(headers['set-cookie'] ?? []), ...ours];
  const local = `http://${upstreamHost(site)}/`;
  return {
    ...headers,
    'set-cookie': cookies.length === 0 ? undefined : cookies,
    ...(headers.location?.startsWith(local)
      ? { location: headers.location.slice(local.length - 1) }
      : {}),
    ...(carriesToken ? pageHeaders(headers) : {})
  };
}

function pageHeaders(own: IncomingHttpHeaders): IncomingHttpHeaders {
  return {
    ...PAGE_HEADERS,
    'content-security-policy': policies(own['content-security-policy']).join(
      ', '
    )
  };
}

/** True when the path is one of Jupyter's own pages. */
export function isPage(rest: string): boolean {
  const [first = ''] = rest.split(/[/?]/, 1);
  try {
    return PAGES.has(decodeURIComponent(first).toLowerCase());
  } catch {
    return true;
  }
}

/**
 * True when the answer is HTML with the server's token: Jupyter's pages, and
 * all error pages, wherever they are. Files, exports and applications behind
 * the server have no token, so that Lab can show them in frames.
 */
export function carriesToken(
  rest: string,
  answer: Pick<IncomingMessage, 'headers' | 'statusCode'>
): boolean {
  const html = /\bx?html\b/i.test(answer.headers['content-type'] ?? '');
  return html && (isPage(rest) || (answer.statusCode ?? 500) >= 400);
}

/** True when http-proxy-3 drops the framing: a body would pass as a request. */
export function hasUnframedBody({ method, headers }: IncomingMessage): boolean {
  return (
    ['DELETE', 'OPTIONS'].includes(method ?? '') &&
    headers['transfer-encoding'] !== undefined
  );
}
