/** A small companion over real HTTP and websockets, to test the page's half. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';

interface Answer {
  status?: number;
  body?: unknown;
}

type Handler = (body: unknown) => Answer;

/** One page's websocket, as the companion sees it. */
export class PageSocket {
  readonly messages: Record<string, unknown>[] = [];
  private readonly _waiting: (() => void)[] = [];

  constructor(readonly socket: WebSocket) {
    socket.on('message', data => {
      // eslint-disable-next-line @typescript-eslint/no-base-to-string
      const message = JSON.parse(String(data)) as Record<string, unknown>;
      this.messages.push(message);
      this._waiting.splice(0).forEach(resolve => {
        resolve();
      });
    });
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Take the next message of a type, or wait for one. */
  async take(type: string): Promise<Record<string, unknown>> {
    for (;;) {
      const at = this.messages.findIndex(message => message.type === type);
      if (at >= 0) {
        return this.messages.splice(at, 1)[0]!;
      }
      await new Promise<void>(resolve => this._waiting.push(resolve));
    }
  }
}

export class CompanionServer {
  /** Answers by `METHOD path`, without the query. */
  readonly handlers = new Map<string, Handler>();
  readonly requests: {
    method: string;
    path: string;
    headers: IncomingMessage['headers'];
    body: unknown;
  }[] = [];
  private readonly _server = createServer((request, response) => {
    void this._answer(request, response);
  });
  private readonly _sockets = new WebSocketServer({ server: this._server });
  private readonly _opened: PageSocket[] = [];
  private readonly _waiting: ((socket: PageSocket) => void)[] = [];
  private _port = 0;

  constructor() {
    this._sockets.on('connection', socket => {
      const page = new PageSocket(socket);
      const waiter = this._waiting.shift();
      if (waiter) {
        waiter(page);
      } else {
        this._opened.push(page);
      }
    });
    this.on('GET /me', () => ({ body: { user: 'ada' } }));
    this.on('GET /switches/latest', () => ({ status: 204 }));
    this.on('GET /projects', () => ({ body: { projects: [], limit: null } }));
  }

  on(what: string, handler: Handler): void {
    this.handlers.set(what, handler);
  }

  get url(): string {
    return `http://127.0.0.1:${String(this._port)}/services/projects/`;
  }

  async listen(): Promise<void> {
    this._server.listen(this._port, '127.0.0.1');
    await once(this._server, 'listening');
    this._port = (this._server.address() as AddressInfo).port;
  }

  /** Return the next page that connects. */
  page(): Promise<PageSocket> {
    const opened = this._opened.shift();
    return opened
      ? Promise.resolve(opened)
      : new Promise(resolve => this._waiting.push(resolve));
  }

  async close(): Promise<void> {
    this._sockets.clients.forEach(client => {
      client.terminate();
    });
    this._server.closeAllConnections();
    this._server.close();
    await once(this._server, 'close');
  }

  private async _answer(
    request: IncomingMessage,
    response: ServerResponse
  ): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const text = Buffer.concat(chunks).toString();
    const [path = ''] = (request.url ?? '')
      .replace('/services/projects/api/v1', '')
      .split('?');
    const method = request.method ?? '';
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    this.requests.push({ method, path, headers: request.headers, body });
    const answer = this.handlers.get(`${method} ${path}`)?.(body) ?? {
      status: 404
    };
    response.writeHead(answer.status ?? 200);
    response.end(
      answer.body === undefined ? undefined : JSON.stringify(answer.body)
    );
  }
}
