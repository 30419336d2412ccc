import { Failed } from '../base/errors.ts';
import { param } from './api.ts';
import type { ApiContext } from './api.ts';
import type { Handlers } from './route.ts';
import type { Next } from 'koa';
import type { Switch } from '../contract/contract.ts';
import type { Switcher } from '../switching/switcher.ts';

const TICKET = /^ticket +([^\s]+) *$/i;

type SwitchRoute =
  | 'POST switches'
  | 'GET switches/latest'
  | 'GET switches/{id}'
  | 'DELETE switches/{id}'
  | 'GET switches/{id}/log'
  | 'POST switches/{id}/saved'
  | 'POST switches/{id}/arrived';

export function switchHandlers(switcher: Switcher): Handlers<SwitchRoute> {
  return {
    'POST switches': ({ user, body }) => switcher.start(user, body),
    'GET switches/latest': ({ user }) => switcher.latest(user),
    'GET switches/{id}': ({ user, id }) => switcher.get(user, id),
    'DELETE switches/{id}': ({ user, id }) => switcher.cancel(user, id),
    'GET switches/{id}/log': async ({ user, id }, ctx) => {
      const log = await switcher.startLog(user, id);
      ctx.type = 'text/plain; charset=utf-8';
      ctx.body = log;
      return undefined;
    },
    'POST switches/{id}/saved': ({ user, id, body }) =>
      switcher.saved(user, id, body),
    'POST switches/{id}/arrived': ({ user, id, principal }) =>
      switcher.arrived(user, id, principal.server)
  };
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
