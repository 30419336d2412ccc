import { z } from 'zod';
import { parse } from '../base/errors.ts';
import { apiRouter, clientSignal, param, userOf } from './api.ts';
import { sse, streamEvents } from './event-stream.ts';
import type { ApiContext, ApiRouter } from './api.ts';
import type { BuildLog } from '../builds/build-log.ts';
import type { Builds } from '../builds/builds.ts';

/** Other names are let by: pages add one so that nothing is cached. */
const Query = z.object({
  project: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  before: z.string().optional()
});
const LogQuery = z.object({
  offset: z.coerce.number().int().min(0).default(0)
});

export function buildRoutes(deps: {
  readonly builds: Builds;
  readonly beatMs: number;
}): ApiRouter {
  const { builds } = deps;
  const router = apiRouter();

  router.get('/builds', async ctx => {
    ctx.body = await builds.list(userOf(ctx), parse(Query, ctx.query));
  });

  router.get('/builds/:id', async ctx => {
    ctx.body = await builds.get(userOf(ctx), param(ctx, 'id'));
  });

  router.delete('/builds/:id', async ctx => {
    ctx.body = await builds.cancel(userOf(ctx), param(ctx, 'id'));
  });

  router.get('/builds/:id/log', async ctx => {
    const { id } = await builds.get(userOf(ctx), param(ctx, 'id'));
    const { offset } = parse(LogQuery, ctx.query);
    const log = builds.log(id);
    if (/\btext\/event-stream\b/.test(ctx.get('accept'))) {
      const signal = clientSignal(ctx);
      const from = Number(ctx.get('last-event-id') || offset) || 0;
      streamEvents(ctx, chunks(id, log, from, signal), deps.beatMs, signal);
    } else {
      answerLog(ctx, log, offset);
    }
  });

  return router;
}

function answerLog(ctx: ApiContext, log: BuildLog, offset: number): void {
  const { text, next, dropped, complete } = log.all(offset);
  ctx.set('X-Next-Offset', String(next));
  ctx.set('X-Dropped-Bytes', String(dropped));
  ctx.set('X-Complete', String(complete));
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = text;
}

async function* chunks(
  build: string,
  log: BuildLog,
  offset: number,
  signal: AbortSignal
): AsyncGenerator<string> {
  for await (const chunk of log.follow(offset, signal)) {
    yield sse({
      event: 'log',
      id: String(chunk.next),
      data: { build, ...chunk }
    });
  }
}
