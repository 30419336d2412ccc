import WebSocket, { WebSocketServer } from 'ws';
import { readConfig } from '../config/config.ts';
import { serveGateway, type GatewayService } from '../site/gateway-service.ts';
import { NAVIGATE, openUpstream, send } from './gateway.ts';
import type { Answer, Sent, Upstream } from './gateway.ts';
import { SiteBench, TOKEN } from './site-bench.ts';

export const HOST = 'projects.test';
export const PROXY_SECRET = 'only-the-proxy-knows-this';
export const HOME = '/services/projects/';
/** Path of the one server, user `ada`'s; it answers with a call's headers. */
export const SERVER = '/user/ada/iris/';

const ENVIRONMENT = {
  PROJECTS_DRIVER: 'kubernetes',
  PROJECTS_PUBLIC_ORIGIN: `http://${HOST}`,
  PROJECTS_INTERNAL_HOST: '127.0.0.1',
  PROJECTS_INTERNAL_PORT: '0',
  PROJECTS_INTERNAL_SECRET: 'between-gateway-and-companion',
  PROJECTS_PROXY_AUTH_HEADER: 'X-Forwarded-User',
  PROJECTS_PROXY_AUTH_SECRET_HEADER: 'X-Auth-Secret',
  PROJECTS_PROXY_AUTH_SECRET: PROXY_SECRET
};

/** Headers of the command line's token, and of the proxy. */
export const bearer = { authorization: `Bearer ${TOKEN}` };
export const proxied = (user: string) => ({
  'x-forwarded-user': user,
  'x-auth-secret': PROXY_SECRET
});

/** A companion, a server, and a gateway of its own before them. */
export class GatewayBench {
  readonly companion: SiteBench;
  readonly gateway: GatewayService;
  /** The time by the gateway's clock. */
  now: number;
  /** Resolves to a function that answers the request for `held`. */
  readonly held: Promise<() => void>;
  readonly #upstream: Upstream;
  readonly #echo: WebSocketServer;

  private constructor(
    companion: SiteBench,
    upstream: Upstream,
    held: Promise<() => void>,
    open: (clock: () => number) => GatewayService
  ) {
    this.companion = companion;
    this.held = held;
    this.#upstream = upstream;
    this.#echo = echo(upstream);
    this.now = 1_000_000;
    this.gateway = open(() => this.now);
  }

  static async open(): Promise<GatewayBench> {
    const companion = await SiteBench.open([], { environment: ENVIRONMENT });
    const held = Promise.withResolvers<() => void>();
    const upstream = await openUpstream((req, res) => {
      const answer = () => res.end(JSON.stringify(req.headers));
      if (req.url?.endsWith('/held')) {
        held.resolve(answer);
      } else {
        answer();
      }
    });
    companion.driver.endpoint = ({ user, name }) =>
      Promise.resolve(user === 'ada' && name === 'iris' ? upstream : undefined);
    let clock = () => 0;
    const gateway = await openGateway(companion, () => clock());
    return new GatewayBench(companion, upstream, held.promise, given => {
      clock = given;
      return gateway;
    });
  }

  get(
    path: string,
    headers: Record<string, string> = {},
    more?: Sent
  ): Promise<Answer> {
    const all = { host: HOST, ...headers };
    return send(this.gateway.port, path, { ...more, headers: all });
  }

  socket(path: string, headers: Record<string, string>): WebSocket {
    const url = `ws://127.0.0.1:${String(this.gateway.port)}${path}`;
    return new WebSocket(url, { headers: { host: HOST, ...headers } });
  }

  /** Sign in as a person does, with the command line's token. */
  async signIn(): Promise<{ cookie: string }> {
    const { headers } = await this.get(`${HOME}?token=${TOKEN}`, NAVIGATE);
    const [cookie = ''] = headers['set-cookie'] ?? [];
    return { cookie: cookie.split(';', 1)[0] ?? '' };
  }

  async close(): Promise<void> {
    await this.gateway.close();
    this.#echo.close();
    for (const peer of this.#echo.clients) {
      peer.terminate();
    }
    await this.#upstream.close();
    await this.companion.close();
  }
}

function echo({ server }: Upstream): WebSocketServer {
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', peer => {
    peer.on('message', data => {
      peer.send(data);
    });
  });
  return sockets;
}

function openGateway(
  { listening }: SiteBench,
  clock: () => number
): Promise<GatewayService> {
  const local = (port: number | undefined) =>
    `http://127.0.0.1:${String(port)}`;
  const config = readConfig({
    args: ['--port', '0'],
    environment: {
      ...ENVIRONMENT,
      PROJECTS_GATEWAY_COMPANION: local(listening.port),
      PROJECTS_GATEWAY_INTERNAL: local(listening.internalPort),
      PROJECTS_GATEWAY_OPERATIONS_PORT: '0'
    },
    ...{ home: '/', user: 'ada', cwd: '/', interactive: false }
  });
  const silent = () => undefined;
  const log = { debug: silent, warn: silent, error: silent };
  return serveGateway({ config, log, clock });
}
