import { STATUS_CODES } from 'node:http';
import type {
  IncomingMessage,
  OutgoingHttpHeaders,
  ServerResponse
} from 'node:http';
import type { Duplex } from 'node:stream';
import { createProxyServer } from 'http-proxy-3';
import type { Endpoint } from '../drivers/driver.ts';
import type { Address } from './address.ts';
import { ConnectingAgent } from './connecting-agent.ts';
import { endings } from '../identity/cookies.ts';
import { answerHeaders, carriesToken, requestHeaders } from './forwarding.ts';
import { mayCarryToken } from './guard.ts';
import { kept } from './kept-files.ts';
import type { Site } from '../config/site.ts';
import {
  cutTogether,
  dropRest,
  endTogether,
  endUnfinished
} from './upgrades.ts';

/** A request that was let through. */
export interface Passage {
  readonly address: Address;
  readonly endpoint: Endpoint;
  readonly by: 'header' | 'cookie';
  /** Called at most once, when the server did not answer. */
  readonly failed: (error: unknown) => void;
}

const CONNECT_MS = 5_000;

/** Moves bytes between browsers and servers; knows nothing of who may. */
export class Proxy {
  readonly #site: Site;
  readonly #agent = new ConnectingAgent(CONNECT_MS, { keepAlive: true });
  readonly #upgrading = new ConnectingAgent(CONNECT_MS);
  readonly #sockets = new Set<Duplex>();
  /** Headers as the browser sent them: those of the request are rewritten. */
  readonly #passages = new WeakMap<
    IncomingMessage,
    Passage & { readonly page: boolean; readonly endings: readonly string[] }
  >();
  // `toProxy` has the one effect that the path is passed on as it came.
  readonly #proxy = createProxyServer({ toProxy: true });

  constructor(site: Site) {
    this.#site = site;
    // Each call below has its own; this one is for what comes after its end.
    this.#proxy.on('error', () => undefined);
    this.#proxy.on('proxyRes', (answer, req, res) => {
      this.#answer(answer, req, res);
    });
    this.#proxy.on('proxyReq', endUnfinished);
    this.#proxy.on('proxyReqWs', (out, _req, socket) => {
      endTogether(out, socket);
    });
  }

  web(req: IncomingMessage, res: ServerResponse, passage: Passage): void {
    if (res.closed) {
      return;
    }
    this.#rewrite(req, passage);
    dropRest(req, res);
    this.#proxy.web(
      req,
      res,
      {
        target: passage.endpoint.target,
        agent: this.#agent,
        headers: { connection: 'keep-alive' }
      },
      error => {
        if (res.headersSent) {
          res.destroy();
        } else {
          passage.failed(error);
        }
      }
    );
  }

  ws(
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    passage: Passage
  ): void {
    if (socket.destroyed) {
      return;
    }
    this.#rewrite(req, passage);
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    let failed = false;
    this.#proxy.ws(
      req,
      socket,
      head,
      { target: passage.endpoint.target, agent: this.#upgrading },
      error => {
        if (!failed) {
          failed = true;
          passage.failed(error);
        }
      }
    );
  }

  dispose(): void {
    this.#agent.destroy();
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }

  #rewrite(req: IncomingMessage, passage: Passage): void {
    const page = mayCarryToken(req.headers);
    const ended = page
      ? endings(req.headers.cookie, this.#site.cookie, req.url)
      : [];
    this.#passages.set(req, { ...passage, page, endings: ended });
    req.headers = requestHeaders(req, passage.endpoint, this.#site);
  }

  #answer(
    answer: IncomingMessage,
    req: IncomingMessage,
    res: ServerResponse
  ): void {
    // A server that dies in the middle must not leave the browser waiting.
    cutTogether(answer, res);
    const passage = this.#passages.get(req);
    if (!passage || res.headersSent) {
      return;
    }
    const token = carriesToken(passage.address.rest, answer);
    if (token && passage.by === 'cookie' && !passage.page) {
      withhold(answer, res);
      return;
    }
    answer.headers = answerHeaders(kept(passage.address.rest, answer), {
      carriesToken: token,
      cookies: passage.endings,
      site: this.#site
    });
    if (answer.headers['content-length'] === undefined) {
      // A stream: its reader waits for the headers, maybe long before a byte.
      process.nextTick(() => {
        if (!res.headersSent && !res.destroyed) {
          res.flushHeaders();
        }
      });
    }
  }
}

/** The answer of a page that carries a token to what is not a page. */
function withhold(answer: IncomingMessage, res: ServerResponse): void {
  // Not read: it need not have an end.
  res.once('close', () => answer.destroy());
  const code = answer.statusCode ?? 500;
  const status = code >= 400 ? code : 403;
  const sentence =
    status === code
      ? (STATUS_CODES[status] ?? 'Error')
      : 'This page opens only as a page of its own, in a browser that says so: any current one does, on localhost or with https.';
  const headers: OutgoingHttpHeaders = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store'
  };
  res.writeHead(status, headers).end(`${sentence}\n`);
}
