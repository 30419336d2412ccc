import { ROUTES } from '../contract/contract.ts';
import type {
  Route,
  RouteAnswer,
  RouteBody,
  RouteQuery
} from '../contract/contract.ts';
import { parse } from '../base/errors.ts';
import type { Principal } from '../identity/identity.ts';
import { bodyOf, clientSignal, principalOf } from './api.ts';
import type { ApiContext, ApiRouter } from './api.ts';

/** A request as its handler gets it: somebody known asks, and all is parsed. */
export interface Asking<R extends Route> {
  readonly principal: Principal;
  readonly user: string;
  /** The path's id; empty where the path has none. */
  readonly id: string;
  readonly body: RouteBody<R>;
  readonly query: RouteQuery<R>;
  /** Returns a signal that aborts when the client leaves before its answer. */
  readonly signal: () => AbortSignal;
}

/** Answers a route; where the answer is no JSON, it sets the context's body. */
export type Handler<R extends Route> = (
  asking: Asking<R>,
  ctx: ApiContext
) => Promise<RouteAnswer<R>>;

/** The handlers of all routes or, with names, of some of them. */
export type Handlers<R extends Route = Route> = {
  readonly [Name in R]: Handler<Name>;
};

/** Put all routes of the table on the router, behind its authentication. */
export function mount(router: ApiRouter, handlers: Handlers): void {
  for (const route of Object.keys(ROUTES) as Route[]) {
    const [method = '', path = ''] = route.split(' ');
    router.register(`/${path.replace('{id}', ':id')}`, [method], ctx =>
      answer(ctx, route, handlers[route] as Handler<Route>)
    );
  }
}

async function answer<R extends Route>(
  ctx: ApiContext,
  route: R,
  handler: Handler<R>
): Promise<void> {
  const call: (typeof ROUTES)[Route] = ROUTES[route];
  const principal = principalOf(ctx);
  const asking = {
    principal,
    user: principal.user,
    id: (ctx.params as { id?: string }).id ?? '',
    body: 'body' in call ? parse(call.body, bodyOf(ctx)) : undefined,
    query: 'query' in call ? parse(call.query, ctx.query) : undefined,
    signal: () => clientSignal(ctx)
  };
  const body = await handler(asking as Asking<R>, ctx);
  if (body !== undefined) {
    ctx.body = body;
    ctx.status = 'status' in call ? call.status : 200;
  } else if ('none' in call) {
    ctx.status = 204;
  }
}
