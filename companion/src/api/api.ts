import type Router from '@koa/router';
import type { RouterContext } from '@koa/router';
import { Failed } from '../base/errors.ts';
import { newRouter } from './router.ts';
import type { Identity, Principal } from '../identity/identity.ts';
import type { Middleware, Next } from 'koa';

/** State of a request; `authenticated` sets the principal. */
export interface ApiState {
  principal?: Principal;
}

export type ApiContext = RouterContext<ApiState>;
export type ApiRouter = Router<ApiState>;

export function apiRouter(): ApiRouter {
  return newRouter<ApiState>();
}

/** The API takes a bearer token and nothing else: no cookie opens it. */
export function authenticated(auth: Pick<Identity, 'principal'>) {
  return async (ctx: ApiContext, next: Next): Promise<void> => {
    const principal = await auth.principal(ctx.get('authorization'));
    if (!principal) {
      throw unauthenticated();
    }
    ctx.state.principal = principal;
    await next();
  };
}

/** Return the principal, which `authenticated` must have set before. */
export function principalOf(ctx: ApiContext): Principal {
  const { principal } = ctx.state;
  if (!principal) {
    throw unauthenticated();
  }
  return principal;
}

function unauthenticated(): Failed {
  return new Failed(
    'unauthenticated',
    'Send a token of this companion: "Authorization: Bearer <token>".'
  );
}

/** Bodies are JSON: a form of another site cannot send that. */
export const jsonOnly: Middleware = async (ctx, next) => {
  const { length } = ctx.request;
  const has = ctx.get('transfer-encoding') !== '' || length > 0;
  if (has && !ctx.is('application/json')) {
    throw new Failed('invalid-request', 'Send the body as application/json.');
  }
  await next();
};

/** The most levels of lists and objects in a body. */
const DEEPEST = 16;

/** Refuse deeper bodies: recursion into one would exhaust the stack. */
export async function shallow(ctx: ApiContext, next: Next): Promise<void> {
  let level: unknown[] = [bodyOf(ctx)];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) {
      throw new Failed('invalid-request', 'The body is nested too deeply.');
    }
    level = level
      .filter(part => typeof part === 'object' && part !== null)
      .flatMap(part => Object.values(part) as unknown[]);
  }
  await next();
}

/** Return the body, or `{}` where none was sent. */
export function bodyOf(ctx: ApiContext): unknown {
  return ctx.request.body ?? {};
}

export function userOf(ctx: ApiContext): string {
  return principalOf(ctx).user;
}

export function param(ctx: ApiContext, name: string): string {
  return (ctx.params as Record<string, string | undefined>)[name] ?? '';
}

/** Return a signal that aborts when the client leaves before its answer. */
export function clientSignal(ctx: ApiContext): AbortSignal {
  const gone = new AbortController();
  const leave = () => {
    gone.abort();
  };
  ctx.res.once('close', leave);
  // It may have left while its token was checked, or its body was read.
  if (ctx.res.closed) {
    leave();
  }
  return gone.signal;
}
