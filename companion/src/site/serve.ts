import { createApp } from './app.ts';
import { EventSocket } from '../api/event-socket.ts';
import type { Identity } from '../identity/identity.ts';
import { API } from '../contract/contract.ts';
import { Gateway } from '../gateway/gateway.ts';
import { HealthCheck } from './health.ts';
import { HomePage } from './home-page.ts';
import { listen } from './listen.ts';
import { openInternalPort } from '../internal/internal-port.ts';
import { Traffic } from '../metrics/traffic.ts';
import type { RequestListener } from 'node:http';
import type { Config } from '../config/config.ts';
import type { ServerRef } from '../drivers/server-ref.ts';
import type { Site } from '../config/site.ts';
import type {
  InternalPort,
  InternalPortDeps
} from '../internal/internal-port.ts';
import type { Listening } from './listen.ts';
import type { Services } from '../platforms/services.ts';

export interface Serving extends Listening {
  /** The port where gateways ask, if they may. */
  readonly internalPort?: number | undefined;
}

export interface ServeOptions {
  readonly config: Pick<
    Config,
    | 'host'
    | 'port'
    | 'hosts'
    | 'publicOrigin'
    | 'basePath'
    | 'proxyAuth'
    | 'internal'
    | 'driver'
    | 'limit'
    | 'example'
  >;
  readonly version: string;
  /** The folder of the home page's bundle. */
  readonly home: string;
  /** Time between beats, and time for the first message of a socket. */
  readonly beatMs?: number;
  readonly openDeadlineMs?: number;
}

const BEAT_MS = 15_000;
const OPEN_DEADLINE_MS = 10_000;

/** Serve the services and the servers behind them on one port. */
export async function serve(
  services: Services,
  options: ServeOptions
): Promise<Serving> {
  const { config } = options;
  const { openDeadlineMs = OPEN_DEADLINE_MS, beatMs = BEAT_MS } = options;
  const { records, log, platform, driver, metrics } = services;
  const auth = platform.identity(services);
  const endpoint = (server: ServerRef) => driver.endpoint(server);
  const socket = new EventSocket({
    ...services,
    auth,
    path: `${config.basePath}${API}/events`,
    beatMs,
    openDeadlineMs
  });
  const listening = await listen({
    ...config,
    settings: records.settings,
    log,
    traffic: new Traffic(metrics, config.basePath),
    routes: site => {
      const app = appOf(services, options, auth, site);
      return {
        app,
        gateway:
          platform.entrance === 'gateway'
            ? new Gateway({ auth, site, endpoint, log })
            : undefined,
        events: (req, stream, head) => {
          socket.upgrade(req, stream, head);
        }
      };
    }
  });
  const close = async () => {
    socket.dispose();
    await listening.close();
  };
  try {
    const internal = await openInternal(config.internal, {
      ...{ auth, endpoint, log }
    });
    return {
      ...listening,
      internalPort: internal?.port,
      close: async () => {
        await internal?.close();
        await close();
      }
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Koa's callback: pages and API. */
function appOf(
  services: Services,
  { config, version, home, beatMs = BEAT_MS }: ServeOptions,
  auth: Identity,
  site: Site
): RequestListener {
  const { view, volumes, platform } = services;
  const page = new HomePage({
    signIn: auth.signIn(site),
    auth,
    bySlug: (owner, slug) => view.bySlug(owner, slug),
    bundle: home,
    base: site.base
  });
  const about = {
    driver: config.driver,
    builder: platform.builders[0].name,
    version,
    projectsRoot: volumes.root,
    capabilities: [],
    limits: {
      projects: config.limit,
      profiles: platform.profiles.map(({ id, label }) => ({ id, label }))
    },
    ...(config.example === undefined ? {} : { example: config.example })
  };
  const app = createApp({
    ...services,
    auth,
    home: page,
    health: new HealthCheck(services),
    about,
    base: site.base,
    beatMs
  });
  const callback = app.callback();
  return (req, res) => void callback(req, res);
}

/** Open the internal port, only where a separate gateway asks. */
async function openInternal(
  { host, port, secret }: Config['internal'],
  deps: Pick<InternalPortDeps, 'auth' | 'endpoint' | 'log'>
): Promise<InternalPort | undefined> {
  return port === undefined || secret === undefined
    ? undefined
    : await openInternalPort({ ...deps, host, port, secret });
}
