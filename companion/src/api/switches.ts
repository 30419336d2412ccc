import { SavedRequest, SwitchRequest } from '../contract/contract.ts';
import { Failed, parse } from '../base/errors.ts';
import { apiRouter, bodyOf, param, principalOf, userOf } from './api.ts';
import type { ApiContext, ApiRouter } from './api.ts';
import type { Next } from 'koa';
import type { Switch } from '../contract/contract.ts';
import type { Switcher } from '../switching/switcher.ts';

const TICKET = /^ticket +([^\s]+) *$/i;

export function switchRoutes(switcher: Switcher): ApiRouter {
  const router = apiRouter();

  router.post('/switches', async ctx => {
    const request = parse(SwitchRequest, bodyOf(ctx));
    ctx.body = await switcher.start(userOf(ctx), request);
    ctx.status = 202;
  });

  router.get('/switches/latest', async ctx => {
    const latest = await switcher.latest(userOf(ctx));
    if (latest) {
      ctx.body = latest;
    } else {
      ctx.status = 204;
    }
  });

  router.get('/switches/:id', async ctx => {
    ctx.body = await switcher.get(userOf(ctx), param(ctx, 'id'));
  });

  router.get('/switches/:id/log', async ctx => {
    const log = await switcher.startLog(userOf(ctx), param(ctx, 'id'));
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = log;
  });

  router.delete('/switches/:id', async ctx => {
    ctx.body = await switcher.cancel(userOf(ctx), param(ctx, 'id'));
  });

  router.post('/switches/:id/saved', async ctx => {
    const body = parse(SavedRequest, bodyOf(ctx));
    ctx.body = await switcher.saved(userOf(ctx), param(ctx, 'id'), body);
  });

  router.post('/switches/:id/arrived', async ctx => {
    const { user, server } = principalOf(ctx);
    ctx.body = await switcher.arrived(user, param(ctx, 'id'), server);
  });

  return router;
}

/**
 * A page's token may die with its server in the middle of a switch. The ticket
 * reads that one switch, and does nothing else.
 */
export function byTicket(switcher: {
  byTicket(id: string, ticket: string): Promise<Switch | undefined>;
}) {
  return async (ctx: ApiContext, next: Next): Promise<void> => {
    const ticket = TICKET.exec(ctx.get('authorization'))?.[1];
    if (ticket === undefined) {
      await next();
      return;
    }
    const found = await switcher.byTicket(param(ctx, 'id'), ticket);
    if (!found) {
      throw new Failed(
        'unauthenticated',
        'This ticket is not for this switch, or is too old.'
      );
    }
    ctx.body = found;
  };
}
