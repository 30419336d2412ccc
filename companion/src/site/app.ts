import { bodyParser } from '@koa/bodyparser';
import Koa from 'koa';
import { API } from '../contract/contract.ts';
import { RESCUE } from '../drivers/slug.ts';
import { Failed } from '../base/errors.ts';
import { apiRouter, authenticated, jsonOnly, shallow } from '../api/api.ts';
import { buildHandlers } from '../api/builds.ts';
import { streamEvents, userEvents } from '../api/event-stream.ts';
import { Idempotency } from '../api/idempotency.ts';
import { problems } from '../api/problems.ts';
import { projectHandlers } from '../api/projects.ts';
import { byTicket, switchHandlers } from '../api/switches.ts';
import { trashHandlers } from '../api/trash.ts';
import { mount } from '../api/route.ts';
import { openApi } from '../api/openapi.ts';
import { newRouter } from '../api/router.ts';
import type { Logger } from 'pino';
import type { ApiRouter } from '../api/api.ts';
import type { Handlers } from '../api/route.ts';
import type { ProjectHandlersDeps } from '../api/projects.ts';
import type { TrashHandlersDeps } from '../api/trash.ts';
import type { Identity } from '../identity/identity.ts';
import type { Builds } from '../builds/builds.ts';
import type { Me } from '../contract/contract.ts';
import type { Events } from '../events/events.ts';
import type { HealthCheck } from './health.ts';
import type { HomePage } from './home-page.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Records } from '../records/records.ts';
import type { Switcher } from '../switching/switcher.ts';

export interface AppDeps extends ProjectHandlersDeps, TrashHandlersDeps {
  readonly auth: Pick<Identity, 'principal'>;
  readonly records: Pick<Records, 'answers'>;
  readonly builds: Builds;
  readonly switcher: Switcher;
  readonly events: Events;
  readonly home: Pick<HomePage, 'routes'>;
  readonly health: Pick<HealthCheck, 'look'>;
  readonly metrics: Pick<Metrics, 'registry'>;
  /** All that `me` answers but the user. */
  readonly about: Omit<Me, 'user'>;
  /** The path of pages and API, with a slash at both ends. */
  readonly base: string;
  readonly beatMs: number;
  readonly log: Pick<Logger, 'error'>;
  readonly now: () => Date;
}

/** Build the app without listening, so that a test can serve it on any port. */
export function createApp(deps: AppDeps): Koa {
  const app = new Koa();
  app.silent = true;
  app.on('error', (error: NodeJS.ErrnoException) => {
    // Clients of a stream may leave at any time.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') {
      deps.log.error(
        { err: error },
        'An answer could not be sent; its client has none'
      );
    }
  });
  const site = newRouter(deps.base.slice(0, -1));
  site.use(`/${API}`, apiRoutes(deps).routes());
  site.use(operationRoutes(deps));
  site.use(deps.home.routes());
  app.use(safeHeaders);
  app.use(problems(deps.log));
  app.use(site.routes());
  app.use(() => {
    throw new Failed('not-found', 'There is nothing at this address.');
  });
  return app;
}

/** Make the routes for kubelet and Prometheus. */
function operationRoutes({ health, metrics }: AppDeps) {
  const router = newRouter();
  router.get('/healthz', ctx => {
    ctx.body = { status: 'ok' };
  });
  router.get('/readyz', async ctx => {
    const state = await health.look();
    ctx.status = state.ready ? 200 : 503;
    ctx.body = state;
  });
  router.get('/metrics', async ctx => {
    ctx.type = metrics.registry.contentType;
    ctx.body = await metrics.registry.metrics();
  });
  return router.routes();
}

function handlersOf(deps: AppDeps): Handlers {
  return {
    'GET me': ({ user }) => me(deps, user),
    'GET events': (asking, ctx) => {
      const signal = asking.signal();
      const last = ctx.get('last-event-id') || undefined;
      const events = userEvents(deps.events, asking.user, last, signal);
      streamEvents(ctx, events, deps.beatMs, signal);
      return Promise.resolve(undefined);
    },
    ...projectHandlers(deps),
    ...trashHandlers(deps),
    ...buildHandlers(deps),
    ...switchHandlers(deps.switcher)
  };
}

async function me({ about, switcher }: AppDeps, user: string): Promise<Me> {
  const rescue = await switcher.canRescue(user);
  const capabilities = [...about.capabilities, ...(rescue ? [RESCUE] : [])];
  return { user, ...about, capabilities };
}

function apiRoutes(deps: AppDeps): ApiRouter {
  const router = apiRouter();
  const idempotency = new Idempotency(deps);

  router.get('/openapi.json', ctx => {
    ctx.body = openApi(deps.base);
  });
  router.get('/switches/:id', byTicket(deps.switcher));
  router.use(authenticated(deps.auth));
  router.use(jsonOnly);
  router.use(
    bodyParser({ enableTypes: ['json'], jsonLimit: '16kb', onError: refuse })
  );
  router.use(shallow);
  router.use(idempotency.middleware);
  mount(router, handlersOf(deps));
  router.all('{/*path}', () => {
    throw new Failed('not-found', 'The API has no such call.');
  });
  return router;
}

/** Set the headers of every answer; pages add their own policy. */
async function safeHeaders(ctx: Koa.Context, next: Koa.Next): Promise<void> {
  ctx.set({
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store'
  });
  await next();
}

/** Replace the parser's errors, which carry the whole body. */
function refuse(error: Error): never {
  const large = 'status' in error && error.status === 413;
  throw large
    ? new Failed('payload-too-large', 'A request may have at most 16 kB.')
    : new Failed('invalid-request', 'The body is not valid JSON.');
}
