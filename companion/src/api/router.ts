import Router from '@koa/router';

/**
 * A router that takes letter case seriously. Of a path in other letters a route
 * would answer, but not the middleware before it: who asks would never be looked
 * at.
 */
export function newRouter<State = object>(prefix = ''): Router<State> {
  return new Router<State>({ prefix, sensitive: true });
}
