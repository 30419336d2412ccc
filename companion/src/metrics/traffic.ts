import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { API } from '../contract/contract.ts';
import type { Metrics } from './metrics.ts';

/** First parts of the API's paths; every other path counts as `api-other`. */
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
/** Routes whose durations say nothing about the companion. */
const LONG = new Set(['server', 'api-events']);

/** Tells the kind of a request's address, in one of a few words. */
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

/** Counts requests and websockets. */
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
