import type {
  IncomingHttpHeaders,
  IncomingMessage,
  ServerResponse
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { loggable } from './address.ts';
import {
  hasUnframedBody,
  withoutClaims,
  withoutConnection
} from './forwarding.ts';
import { away, notFound } from './pages.ts';
import { proxiedUser, stripProxyAuth } from '../identity/proxied-user.ts';
import type { Site } from '../config/site.ts';
import { Relay, type Destination } from './relay.ts';
import { refuseUpgrade } from './upgrades.ts';

export interface CompanionRouteDeps {
  /** The address of the companion's main port. */
  readonly url: string;
  readonly site: Site;
  readonly log: Pick<Logger, 'debug'>;
}

/** Parts of the companion that are for the cluster and not for browsers. */
const INWARD = /^\/*metrics(?:[/?#]|$)/i;

/** Short, as the companion is in the same cluster. */
const CONNECT_MS = 3_000;
/** The silence that is allowed; the event stream has a beat every 15 s. */
const SILENT_MS = 60_000;

/** Passes requests for pages, API and event socket on to the companion. */
export class CompanionRoute {
  readonly #deps: CompanionRouteDeps;
  readonly #relay = new Relay({
    connectMs: CONNECT_MS,
    silentMs: SILENT_MS,
    answered: answer => {
      answer.headers = withoutConnection(answer.headers);
    }
  });

  constructor(deps: CompanionRouteDeps) {
    this.#deps = deps;
  }

  web(req: IncomingMessage, res: ServerResponse): void {
    const { base } = this.#deps.site;
    const path = decoded(req.url);
    if (isBelow(path, base) && INWARD.test(path.slice(base.length))) {
      notFound(req, res, base);
    } else if (hasUnframedBody(req)) {
      res.writeHead(411).end();
    } else {
      const unanswered = () => {
        away(req, res);
      };
      this.#relay.web(req, res, this.#destination(req, unanswered));
    }
  }

  ws(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const unanswered = () => {
      refuseUpgrade(socket, 503);
    };
    this.#relay.ws(req, socket, head, this.#destination(req, unanswered));
  }

  dispose(): void {
    this.#relay.dispose();
  }

  #destination(req: IncomingMessage, unanswered: () => void): Destination {
    const { url, site } = this.#deps;
    return {
      target: url,
      headers: companionHeaders(req, site),
      failed: error => {
        this.#failed(req, error);
        unanswered();
      }
    };
  }

  #failed(req: IncomingMessage, error: unknown): void {
    this.#deps.log.debug(
      { path: loggable(req.url), error: String(error) },
      'The companion did not answer; the client gets 503'
    );
  }
}

/**
 * Return the client's headers, with its cookie and `Host`: the companion judges
 * them as if no gateway stood between. Headers that only the trusted proxy may
 * set are passed on when the proxy has set them, and exactly once.
 */
export function companionHeaders(
  req: Pick<IncomingMessage, 'headers' | 'headersDistinct' | 'socket'>,
  site: Site
): IncomingHttpHeaders {
  const headers = withoutClaims(req.headers);
  stripProxyAuth(site.proxyAuth, headers);
  const { proxyAuth } = site;
  const said =
    proxyAuth && proxiedUser(proxyAuth, req.headersDistinct) !== undefined
      ? {
          [proxyAuth.header]: req.headers[proxyAuth.header],
          [proxyAuth.secretHeader]: req.headers[proxyAuth.secretHeader]
        }
      : {};
  return {
    ...headers,
    'x-forwarded-for': req.socket.remoteAddress ?? '',
    'x-forwarded-proto': site.scheme,
    ...said
  };
}

/** In any letters: who is refused must not come in by others. */
function isBelow(path: string, base: string): boolean {
  return path.toLowerCase().startsWith(base.toLowerCase());
}

function decoded(url = ''): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
