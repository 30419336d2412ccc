import { OutsideRequest, OutsideUndo } from '../contract/contract.ts';
import { parse } from '../base/errors.ts';
import { apiRouter, bodyOf, param, userOf } from './api.ts';
import type { ApiRouter } from './api.ts';
import type { OutsideFiles } from '../files/outside-files.ts';
import type { Trash } from '../files/trash.ts';

export interface TrashRoutesDeps {
  readonly trash: Trash;
  readonly outside: OutsideFiles;
}

/** What was deleted, and files that are in no project. */
export function trashRoutes({ trash, outside }: TrashRoutesDeps): ApiRouter {
  const router = apiRouter();

  router.get('/trash', async ctx => {
    ctx.body = { trash: await trash.list(userOf(ctx)) };
  });

  router.post('/trash/purge', async ctx => {
    ctx.body = { trash: await trash.empty(userOf(ctx), 'all') };
  });

  router.post('/trash/:id/restore', async ctx => {
    ctx.body = await trash.restore(userOf(ctx), param(ctx, 'id'));
  });

  router.delete('/trash/:id', async ctx => {
    await trash.purge(userOf(ctx), param(ctx, 'id'));
    ctx.status = 204;
  });

  router.post('/outside/move', async ctx => {
    const request = parse(OutsideRequest, bodyOf(ctx));
    ctx.body = await outside.move(userOf(ctx), request);
  });

  router.post('/outside/undo', async ctx => {
    const { id } = parse(OutsideUndo, bodyOf(ctx));
    await outside.undo(userOf(ctx), id);
    ctx.status = 204;
  });

  return router;
}
