import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { API } from '../contract/contract.ts';
import type { Metrics } from './metrics.ts';

/** First parts of the API's paths; what else is asked for is counted as other. */
const CALLS = new Set([
  'builds',
  'events',
  'me',
  'openapi.json',
  'outside',
  'projects',
  'sources',
  'switches',
  'trash'
]);
/** Whose length says nothing of us. */
const LONG = new Set(['server', 'api-events']);

/** The kind of a request's address: one of a few words. */
export function routeClass(url: string, base: string): string {
  const api = `${base}${API}/`;
  if (url.startsWith('/user/')) {
    return 'server';
  }
  if (url.startsWith(api)) {
    const [call = ''] = url.slice(api.length).split(/[/?]/, 1);
    return CALLS.has(call) ? `api-${call}` : 'api-other';
  }
  if (!url.startsWith(base)) {
    return 'other';
  }
  const rest = url.slice(base.length).replace(/\?.*$/s, '');
  if (['healthz', 'readyz', 'metrics'].includes(rest)) {
    return 'operations';
  }
  return rest.startsWith('home.') ? 'asset' : 'page';
}

/** Counts what comes in. */
export class Traffic {
  readonly #metrics: Metrics;
  readonly #base: string;

  constructor(metrics: Metrics, base: string) {
    this.#metrics = metrics;
    this.#base = base;
  }

  request(req: IncomingMessage, res: ServerResponse): void {
    const route = routeClass(req.url ?? '', this.#base);
    const { requests, requestSeconds } = this.#metrics;
    const end = requestSeconds.startTimer({ route });
    res.once('close', () => {
      const status = `${String(Math.floor(res.statusCode / 100))}xx`;
      requests.inc({ route, status });
      if (!LONG.has(route)) {
        end();
      }
    });
  }

  upgrade(req: IncomingMessage, socket: Duplex): void {
    const { websockets } = this.#metrics;
    const route =
      routeClass(req.url ?? '', this.#base) === 'server' ? 'server' : 'events';
    websockets.inc({ route });
    socket.once('close', () => {
      websockets.dec({ route });
    });
  }
}
