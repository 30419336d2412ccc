import type {
  IncomingHttpHeaders,
  IncomingMessage,
  ServerResponse
} from 'node:http';
import type { Duplex } from 'node:stream';
import { createProxyServer } from 'http-proxy-3';
import type { Logger } from 'pino';
import { ConnectingAgent } from './connecting-agent.ts';
import { loggable } from './address.ts';
import {
  hasUnframedBody,
  withoutClaims,
  withoutConnection
} from './forwarding.ts';
import { away, notFound } from './pages.ts';
import { proxiedUser, stripProxyAuth } from '../identity/proxied-user.ts';
import type { Site } from '../config/site.ts';
import {
  cutTogether,
  dropRest,
  endTogether,
  endUnfinished,
  refuseUpgrade
} from './upgrades.ts';

export interface CompanionRouteDeps {
  /** Of the companion's main port. */
  readonly url: string;
  readonly site: Site;
  readonly log: Pick<Logger, 'debug'>;
}

/** What of the companion is for the cluster and not for browsers. */
const INWARD = /^\/services\/projects\/+metrics(?:[/?#]|$)/i;

/** It is in the same cluster. */
const CONNECT_MS = 3_000;
/** Of silence; its event stream has a beat every 15 s. */
const SILENT_MS = 60_000;

/** The companion behind a gateway of its own: its pages, API and event socket. */
export class CompanionRoute {
  readonly #deps: CompanionRouteDeps;
  readonly #agent = new ConnectingAgent(CONNECT_MS, { keepAlive: true });
  readonly #upgrading = new ConnectingAgent(CONNECT_MS);
  readonly #sockets = new Set<Duplex>();
  // `toProxy` has the one effect that the path is passed on as it came.
  readonly #proxy = createProxyServer({ toProxy: true });

  constructor(deps: CompanionRouteDeps) {
    this.#deps = deps;
    // Each call below has its own; this one is for what comes after its end.
    this.#proxy.on('error', () => undefined);
    this.#proxy.on('proxyRes', (answer, _req, res) => {
      cutTogether(answer, res);
      answer.headers = withoutConnection(answer.headers);
      // An event stream's reader waits for its headers, before any byte.
      process.nextTick(() => {
        if (!res.headersSent && !res.destroyed) {
          res.flushHeaders();
        }
      });
    });
    this.#proxy.on('proxyReq', endUnfinished);
    this.#proxy.on('proxyReqWs', (out, _req, socket) => {
      endTogether(out, socket);
    });
  }

  web(req: IncomingMessage, res: ServerResponse): void {
    if (INWARD.test(decoded(req.url))) {
      notFound(req, res);
      return;
    }
    if (hasUnframedBody(req)) {
      res.writeHead(411).end();
      return;
    }
    req.headers = companionHeaders(req, this.#deps.site);
    dropRest(req, res);
    this.#proxy.web(
      req,
      res,
      {
        target: this.#deps.url,
        agent: this.#agent,
        proxyTimeout: SILENT_MS,
        headers: { connection: 'keep-alive' }
      },
      error => {
        this.#failed(req, error);
        if (res.headersSent) {
          res.destroy();
        } else {
          away(req, res);
        }
      }
    );
  }

  ws(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (socket.destroyed) {
      return;
    }
    req.headers = companionHeaders(req, this.#deps.site);
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    let failed = false;
    const options = { target: this.#deps.url, agent: this.#upgrading };
    this.#proxy.ws(req, socket, head, options, error => {
      if (!failed) {
        failed = true;
        this.#failed(req, error);
        refuseUpgrade(socket, 503);
      }
    });
  }

  dispose(): void {
    this.#agent.destroy();
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }

  #failed(req: IncomingMessage, error: unknown): void {
    this.#deps.log.debug(
      { path: loggable(req.url), error: String(error) },
      'The companion did not answer.'
    );
  }
}

/**
 * As the client sent them, with its cookie and `Host`: the companion judges them
 * as if nothing stood between. What only the trusted proxy may say goes on when
 * the proxy has said it, and exactly once.
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

function decoded(url = ''): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
