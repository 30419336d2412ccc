import Router from '@koa/router';

/**
 * Make a router that takes letter case seriously. Otherwise a route would
 * answer a path in other letters, and the middleware before it, which checks
 * the token, would not run.
 */
export function newRouter<State = object>(prefix = ''): Router<State> {
  return new Router<State>({ prefix, sensitive: true });
}
