import type {
  IncomingHttpHeaders,
  IncomingMessage,
  ServerResponse
} from 'node:http';
import type { Duplex } from 'node:stream';
import { createProxyServer } from 'http-proxy-3';
import { ConnectingAgent } from './connecting-agent.ts';
import {
  cutTogether,
  dropRest,
  endTogether,
  endUnfinished
} from './upgrades.ts';

export interface RelayOptions {
  /** Milliseconds that a connection may take. */
  readonly connectMs: number;
  /** Milliseconds without a byte after which an answer is given up. */
  readonly silentMs?: number;
  /** Rewrites the headers of an answer, or answers in its place. */
  readonly answered: (
    answer: IncomingMessage,
    req: IncomingMessage,
    res: ServerResponse
  ) => void;
}

/** Where a request goes. */
export interface Destination {
  /** Origin, e.g. `http://127.0.0.1:40123`. */
  readonly target: string;
  /** Sent instead of the request's own. */
  readonly headers: IncomingHttpHeaders;
  /** Called at most once, and only while the client has had no answer. */
  readonly failed: (error: unknown) => void;
}

/** Moves bytes between browsers and servers; judges nothing. */
export class Relay {
  readonly #options: RelayOptions;
  readonly #agent: ConnectingAgent;
  readonly #upgrading: ConnectingAgent;
  readonly #sockets = new Set<Duplex>();
  // `toProxy` has the one effect that the path is passed on as it came.
  readonly #proxy = createProxyServer({ toProxy: true });

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#agent = new ConnectingAgent(options.connectMs, { keepAlive: true });
    this.#upgrading = new ConnectingAgent(options.connectMs);
    // Each call below handles its errors; this is for errors after its end.
    this.#proxy.on('error', () => undefined);
    this.#proxy.on('proxyRes', (answer, req, res) => {
      // A server that dies in the middle must not leave the browser waiting.
      cutTogether(answer, res);
      if (!res.headersSent) {
        options.answered(answer, req, res);
      }
      flushStream(answer, res);
    });
    this.#proxy.on('proxyReq', endUnfinished);
    this.#proxy.on('proxyReqWs', (out, _req, socket) => {
      endTogether(out, socket);
    });
  }

  web(
    req: IncomingMessage,
    res: ServerResponse,
    { target, headers, failed }: Destination
  ): void {
    if (res.closed) {
      return;
    }
    const { silentMs } = this.#options;
    req.headers = headers;
    dropRest(req, res);
    this.#proxy.web(
      req,
      res,
      {
        ...{ target, agent: this.#agent },
        headers: { connection: 'keep-alive' },
        ...(silentMs === undefined ? {} : { proxyTimeout: silentMs })
      },
      error => {
        if (res.headersSent) {
          res.destroy();
        } else {
          failed(error);
        }
      }
    );
  }

  ws(
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    { target, headers, failed }: Destination
  ): void {
    if (socket.destroyed) {
      return;
    }
    req.headers = headers;
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    let over = false;
    const options = { target, agent: this.#upgrading };
    this.#proxy.ws(req, socket, head, options, error => {
      if (!over) {
        over = true;
        failed(error);
      }
    });
  }

  dispose(): void {
    this.#agent.destroy();
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }
}

/** Send a stream's headers at once: its first byte may come much later. */
function flushStream(answer: IncomingMessage, res: ServerResponse): void {
  if (answer.headers['content-length'] === undefined) {
    process.nextTick(() => {
      if (!res.headersSent && !res.destroyed) {
        res.flushHeaders();
      }
    });
  }
}
