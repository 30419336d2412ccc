import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { Failed } from '../base/errors.ts';
import { CompanionRoute } from '../gateway/companion-route.ts';
import { Gateway } from '../gateway/gateway.ts';
import { CompanionClient } from '../internal/companion-client.ts';
import { listen, type Listening } from './listen.ts';
import { Metrics } from '../metrics/metrics.ts';
import { Traffic } from '../metrics/traffic.ts';
import { bind } from '../base/bind.ts';

export interface GatewayServiceOptions {
  readonly config: Pick<
    Config,
    | 'host'
    | 'port'
    | 'hosts'
    | 'publicOrigin'
    | 'basePath'
    | 'proxyAuth'
    | 'internal'
    | 'gateway'
  >;
  readonly log: Pick<Logger, 'debug' | 'warn' | 'error'>;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

export interface GatewayService extends Listening {
  /** The port of probes and metrics. */
  readonly operationsPort: number;
}

/** No answer takes longer; a restart of the companion does. */
const ANSWER_MS = 2_000;

/** Serve `/user/...` by the gateway, and pass all else to the companion. */
export async function serveGateway(
  options: GatewayServiceOptions
): Promise<GatewayService> {
  const { config, log, clock } = options;
  const { freshMs, graceMs } = config.gateway;
  const { url, internalUrl, secret } = addresses(config);
  const companion = new CompanionClient({
    url: internalUrl,
    ...{ secret, freshMs, graceMs, clock, log },
    timeoutMs: ANSWER_MS
  });
  const metrics = new Metrics();
  metrics.gauge(
    'projects_companion_away',
    'Whether the companion did not answer, or refused, when it was last asked.',
    () => Promise.resolve(Number(companion.away))
  );
  const listening = await listen({
    ...config,
    log,
    traffic: new Traffic(metrics, config.basePath),
    routes: site => {
      const rest = new CompanionRoute({ url, site, log });
      const gateway = new Gateway({
        ...{ auth: companion, site, log },
        endpoint: server => companion.endpoint(server),
        unanswered: server => {
          companion.doubt(server);
        }
      });
      return {
        app: (req, res) => {
          rest.web(req, res);
        },
        events: (req, socket, head) => {
          rest.ws(req, socket, head);
        },
        gateway: {
          handle: (req, res) => {
            gateway.handle(req, res);
          },
          upgrade: (req, socket, head) => {
            gateway.upgrade(req, socket, head);
          },
          dispose: () => {
            gateway.dispose();
            rest.dispose();
          }
        }
      };
    }
  });
  return await withOperations(listening, config, { metrics, companion });
}

function addresses({ gateway, internal }: GatewayServiceOptions['config']) {
  const { companion: url, internal: internalUrl } = gateway;
  const { secret } = internal;
  if (!url || !internalUrl || secret === undefined) {
    throw new Failed(
      'invalid-request',
      'A gateway of its own needs the settings "gateway.companion", "gateway.internal" and "internal.secret".',
      { field: 'gateway' }
    );
  }
  return { url, internalUrl, secret };
}

/** Open a second port, for probes and metrics alone. */
async function withOperations(
  listening: Listening,
  { host, gateway }: GatewayServiceOptions['config'],
  shown: Shown
): Promise<GatewayService> {
  const server = createServer((req, res) => {
    void operations(shown, req, res);
  });
  const close = async (graceMs?: number) => {
    server.close();
    server.closeAllConnections();
    await listening.close(graceMs);
  };
  try {
    const operationsPort = await bind(server, host, gateway.operationsPort);
    return { ...listening, operationsPort, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Shown {
  readonly metrics: Metrics;
  readonly companion: Pick<CompanionClient, 'meets'>;
}

/**
 * Ready once the companion has answered, and then for good: a gateway that
 * knows nothing must not replace one that goes on without the companion.
 */
async function operations(
  { metrics: { registry }, companion }: Shown,
  { url }: IncomingMessage,
  res: ServerResponse
): Promise<void> {
  if (url === '/readyz' && !(await companion.meets())) {
    res.writeHead(503, { 'content-type': 'application/json' });
    res.end('{"status":"waits for the companion"}');
  } else if (url === '/healthz' || url === '/readyz') {
    res.setHeader('content-type', 'application/json').end('{"status":"ok"}');
  } else if (url === '/metrics') {
    const text = await registry.metrics();
    res.setHeader('content-type', registry.contentType).end(text);
  } else {
    res.writeHead(404).end();
  }
}
