import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server
} from 'node:http';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Auth } from '../identity/auth.ts';
import type { Endpoint } from '../drivers/driver.ts';
import { Gateway } from '../gateway/gateway.ts';
import { listen, type Listening, type Routes } from '../site/listen.ts';
import { Records } from '../records/records.ts';
import { openStore, type Store } from '../store/store.ts';

export const TOKEN = 'of-the-command-line';

/** The headers that a browser sends with a click on a link. */
export const NAVIGATE = {
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'none',
  accept: 'text/html'
};

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Site {
  readonly listening: Listening;
  readonly port: number;
  readonly auth: Auth;
  readonly gateway: Gateway;
  readonly store: Store;
  /** Servers of user `ada` by name. */
  readonly servers: Map<string, Endpoint>;
  /** A `Cookie` header of a signed-in browser. */
  readonly cookie: string;
  readonly logged: unknown[];
  send(path: string, options?: Sent): Promise<Answer>;
  close(): Promise<void>;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string;
  /** The address to send it to, whatever its `Host`. */
  readonly address?: string;
}

/** Open the real gateway and listener, on a free port, for user `ada`. */
export async function openSite(routes: Partial<Routes> = {}): Promise<Site> {
  const store = openStore(':memory:');
  const now = () => new Date();
  const records = new Records(store);
  const auth = new Auth({
    ...{ records, now, user: 'ada' },
    ...{ token: TOKEN, chosen: true }
  });
  const servers = new Map<string, Endpoint>();
  const logged: unknown[] = [];
  const note = (...about: unknown[]) => {
    logged.push(about);
  };
  const made = Promise.withResolvers<Gateway>();
  const listening = await listen({
    host: '127.0.0.1',
    port: 0,
    settings: records.settings,
    log: { warn: note },
    routes: site => {
      const gateway = new Gateway({
        auth,
        site,
        endpoint: ({ name }) => Promise.resolve(servers.get(name)),
        log: { debug: note, error: note }
      });
      made.resolve(gateway);
      return {
        app: (_req, res) => res.end('the companion'),
        events: (_req, socket) => socket.end('HTTP/1.1 418 Events\r\n\r\n'),
        gateway,
        ...routes
      };
    }
  });
  const { port, cookie } = listening.site;
  return {
    listening,
    port,
    auth,
    gateway: await made.promise,
    store,
    servers,
    logged,
    cookie: `${cookie}=${await auth.openSession('ada')}`,
    send: (path, options) => send(port, path, options),
    close: async () => {
      await listening.close();
      await store.destroy();
    }
  };
}

/** Send headers that `fetch` would not: any `Host`, `Origin`, `Sec-Fetch-*`. */
export async function send(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body, address = '127.0.0.1' }: Sent = {}
): Promise<Answer> {
  const req = httpRequest({
    host: address,
    port,
    path,
    method,
    headers,
    agent: false
  });
  const answered = new Promise<Answer>((resolve, reject) => {
    req.once('error', reject);
    req.once('response', res => {
      text(res).then(
        content => {
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            body: content
          });
        },
        (error: unknown) => {
          reject(new Error('The answer was cut off.', { cause: error }));
        }
      );
    });
  });
  req.end(body);
  return answered;
}

export interface Upstream extends Endpoint {
  readonly server: Server;
  close(): Promise<void>;
}

/** Open a server behind the gateway. */
export async function openUpstream(
  listener: RequestListener
): Promise<Upstream> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    target: `http://127.0.0.1:${String(port)}`,
    token: 'of-the-server',
    server,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    }
  };
}

/** Resolves when the connection took no byte for many turns of the loop. */
export async function untilQuiet(socket: Socket): Promise<void> {
  let before = -1;
  let turns = 0;
  while (turns < 2000) {
    const now = socket.bytesWritten - socket.writableLength;
    turns = now === before ? turns + 1 : 0;
    before = now;
    await new Promise(setImmediate);
  }
}
