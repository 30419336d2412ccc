import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  IncomingMessage,
  RequestListener,
  Server,
  ServerResponse
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { Gateway } from '../gateway/gateway.ts';
import { hostAllowed, mayConnect } from '../gateway/guard.ts';
import { forbid, notFound, WRONG_HOST } from '../gateway/pages.ts';
import {
  originOf,
  siteOf,
  type Site,
  type SiteOptions
} from '../config/site.ts';
import { refuseUpgrade } from '../gateway/upgrades.ts';
import type { Traffic } from '../metrics/traffic.ts';
import { openPort, type PortDeps } from './port.ts';

/** The handlers of requests and websockets, once the site is known. */
export interface Routes {
  /** The companion's own pages and API: koa's callback. */
  readonly app: RequestListener;
  /** Absent where browsers reach servers at a proxy of the platform's. */
  readonly gateway: Pick<Gateway, 'handle' | 'upgrade' | 'dispose'> | undefined;
  /** Websockets below the companion's own path: the event socket. */
  readonly events: (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export interface ListenDeps extends PortDeps {
  /** Further exact `Host`s under which the companion is reached. */
  readonly hosts?: readonly string[];
  readonly publicOrigin?: string | undefined;
  readonly basePath?: string;
  readonly proxyAuth?: SiteOptions['proxyAuth'];
  /** Called with all requests and upgrades. */
  readonly traffic?: Pick<Traffic, 'request' | 'upgrade'> | undefined;
  readonly routes: (site: Site) => Routes | Promise<Routes>;
}

export interface Listening {
  readonly site: Site;
  /** The port that we listen on, whatever browsers see. */
  readonly port: number;
  /** The address to print: `http://127.0.0.1:8888`. */
  readonly origin: string;
  /**
   * Stop listening, wait for requests under way for so many milliseconds at most,
   * then cut what is still open.
   */
  close(graceMs?: number): Promise<void>;
}

/** Browsers reuse connections; one that we close just then fails a request. */
const KEEP_ALIVE_MS = 75_000;

/**
 * As much as Jupyter's own servers take. Pages of other ports share our
 * cookies, and a few large cookies of theirs must not shut anybody out.
 */
const MAX_HEADERS = 64 * 1024;

/**
 * Open the port, and serve the companion and the servers behind it there.
 * Requests that come before the routes are made wait for them.
 */
export async function listen(deps: ListenDeps): Promise<Listening> {
  const server = createServer({ maxHeaderSize: MAX_HEADERS });
  const port = await openPort(server, deps);
  const { host, hosts = [], publicOrigin, proxyAuth, basePath } = deps;
  const options = {
    ...{ host, port, hosts, publicOrigin, proxyAuth },
    ...(basePath === undefined ? {} : { basePath })
  };
  const site = siteOf(options);
  const routes = Promise.resolve(deps.routes(site));
  const sockets = serve(server, site, routes, deps.traffic);
  const answering = new Set<ServerResponse>();
  server.on('request', (_req, res) => {
    answering.add(res);
    res.once('close', () => answering.delete(res));
  });
  const close = async (graceMs = 0) => {
    const closed = new Promise(resolve => server.close(resolve));
    const answered = [...answering].map(
      res => new Promise(resolve => res.once('close', resolve))
    );
    const late = delay(graceMs, undefined, { ref: false });
    await Promise.race([Promise.all(answered), late]);
    (await routes).gateway?.dispose();
    server.closeAllConnections();
    for (const socket of sockets) {
      socket.destroy();
    }
    await closed;
  };
  try {
    await routes;
  } catch (error) {
    server.closeAllConnections();
    server.close();
    throw error;
  }
  return { site, port, origin: originOf(options), close };
}

/** Returns the websockets that are open, which the server does not know of. */
function serve(
  server: Server,
  site: Site,
  routes: Promise<Routes>,
  traffic: ListenDeps['traffic']
): ReadonlySet<Duplex> {
  const sockets = new Set<Duplex>();
  // A large upload may take its time; only its headers may not.
  server.requestTimeout = 0;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on('request', (req, res) => {
    traffic?.request(req, res);
    if (accepts(site, req, res)) {
      routes
        .then(to => {
          route(to, site, req, res);
        })
        .catch(() => res.destroy());
    }
  });
  server.on('upgrade', (req, socket, head) => {
    traffic?.upgrade(req, socket);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A socket without this ends the process when its peer resets it.
    socket.on('error', () => socket.destroy());
    if (!hostAllowed(site, req.headers)) {
      refuseUpgrade(socket, 403);
      return;
    }
    routes
      .then(to => {
        routeUpgrade(to, site, req, socket, head);
      })
      .catch(() => socket.destroy());
  });
  return sockets;
}

/** The cluster asks for these by address, not by name; they tell no secret. */
const OPERATIONS = ['healthz', 'readyz', 'metrics'];

/** Check the host of a request, before anything else is done with it. */
function accepts(site: Site, req: IncomingMessage, res: ServerResponse) {
  const { base } = site;
  const isOperation = OPERATIONS.some(name => req.url === base + name);
  if (!isOperation && !hostAllowed(site, req.headers)) {
    forbid(req, res, { base, sentence: WRONG_HOST });
    return false;
  }
  return true;
}

function route(
  { app, gateway }: Routes,
  { base }: Site,
  req: IncomingMessage,
  res: ServerResponse
): void {
  const url = req.url ?? '';
  if (gateway && url.startsWith('/user/')) {
    gateway.handle(req, res);
  } else if (url.startsWith(base)) {
    app(req, res);
  } else if (isRoot(url, base)) {
    const query = url.includes('?') ? url.slice(url.indexOf('?')) : '';
    res.writeHead(302, { location: base + query }).end();
  } else {
    // Also absolute addresses, and paths that browsers take for another host's.
    notFound(req, res, base);
  }
}

/** The site's root, or our own path without its last slash. */
function isRoot(url: string, base: string): boolean {
  const [path] = url.split('?', 1);
  return path === '/' || path === base.slice(0, -1);
}

function routeUpgrade(
  { gateway, events }: Routes,
  site: Site,
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer
): void {
  const url = req.url ?? '';
  if (req.headers.upgrade?.toLowerCase() !== 'websocket') {
    refuseUpgrade(socket, 400);
  } else if (gateway && url.startsWith('/user/')) {
    gateway.upgrade(req, socket, head);
  } else if (!url.startsWith(site.base)) {
    refuseUpgrade(socket, 404);
  } else if (!req.headers.authorization && !mayConnect(site, req.headers)) {
    // A page cannot set that header on a websocket; a script can.
    refuseUpgrade(socket, 403);
  } else {
    events(req, socket, head);
  }
}
