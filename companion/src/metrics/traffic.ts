import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { BASE } from '../contract/contract.ts';
import type { Metrics } from './metrics.ts';

const API = `${BASE}api/v1/`;
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
export function routeClass(url: string): string {
  if (url.startsWith('/user/')) {
    return 'server';
  }
  if (url.startsWith(API)) {
    const [call = ''] = url.slice(API.length).split(/[/?]/, 1);
    return CALLS.has(call) ? `api-${call}` : 'api-other';
  }
  if (!url.startsWith(BASE)) {
    return 'other';
  }
  const rest = url.slice(BASE.length).replace(/\?.*$/s, '');
  if (['healthz', 'readyz', 'metrics'].includes(rest)) {
    return 'operations';
  }
  return rest.startsWith('home.') ? 'asset' : 'page';
}

/** Counts requests and websockets. */
export class Traffic {
  readonly #metrics: Metrics;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  request(req: IncomingMessage, res: ServerResponse): void {
    const route = routeClass(req.url ?? '');
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
    const route = routeClass(req.url ?? '') === 'server' ? 'server' : 'events';
    websockets.inc({ route });
    socket.once('close', () => {
      websockets.dec({ route });
    });
  }
}
