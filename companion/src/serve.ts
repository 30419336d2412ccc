import { createApp } from './app.ts';
import { EventSocket } from './api/event-socket.ts';
import { Auth } from './auth.ts';
import { API } from './contract.ts';
import { Door } from './gateway/door.ts';
import { Gateway } from './gateway/gateway.ts';
import { HomePage } from './home-page.ts';
import { BASE, listen } from './listen.ts';
import type { Config } from './config.ts';
import type { Listening } from './listen.ts';
import type { Services } from './services.ts';

export interface ServeOptions {
  readonly config: Pick<
    Config,
    | 'token'
    | 'user'
    | 'host'
    | 'port'
    | 'hosts'
    | 'driver'
    | 'limit'
    | 'example'
  >;
  readonly version: string;
  /** The folder of the home page's bundle. */
  readonly home: string;
  /** Between beats, and for the first message of a socket. */
  readonly beatMs?: number;
  readonly openDeadlineMs?: number;
}

const BEAT_MS = 15_000;
const OPEN_DEADLINE_MS = 10_000;

/** Serve the services and the servers behind them on one port. */
export async function serve(
  services: Services,
  options: ServeOptions
): Promise<Listening> {
  const { config, version, home } = options;
  const { beatMs = BEAT_MS, openDeadlineMs = OPEN_DEADLINE_MS } = options;
  const { token, user, host, port, hosts } = config;
  const { store, log, now, driver, view, volume } = services;
  const auth = await Auth.open({ store, token, user, now });
  const socket = new EventSocket({
    ...services,
    auth,
    path: `${BASE}${API}/events`,
    beatMs,
    openDeadlineMs
  });
  const about = {
    driver: config.driver,
    version,
    projectsRoot: volume.root,
    capabilities: [],
    limits: { projects: config.limit },
    ...(config.example === undefined ? {} : { example: config.example })
  };
  const listening = await listen({
    ...{ host, port, hosts, store, log },
    routes: site => {
      const door = new Door({ auth, site });
      const page = new HomePage({
        door,
        auth,
        bySlug: (owner, slug) => view.bySlug(owner, slug),
        bundle: home
      });
      const app = createApp({
        ...services,
        auth,
        home: page,
        about,
        beatMs
      }).callback();
      return {
        app: (req, res) => void app(req, res),
        gateway: new Gateway({
          auth,
          site,
          endpoint: server => driver.endpoint(server),
          log
        }),
        events: (req, stream, head) => {
          socket.upgrade(req, stream, head);
        }
      };
    }
  });
  return {
    ...listening,
    close: async () => {
      socket.dispose();
      await listening.close();
    }
  };
}
