import { sse, streamEvents } from './event-stream.ts';
import type { ApiContext } from './api.ts';
import type { Handlers } from './route.ts';
import type { BuildLog } from '../builds/build-log.ts';
import type { Builds } from '../builds/builds.ts';

type BuildRoute =
  | 'GET builds'
  | 'GET builds/{id}'
  | 'DELETE builds/{id}'
  | 'GET builds/{id}/log';

export function buildHandlers({
  builds,
  beatMs
}: {
  readonly builds: Builds;
  readonly beatMs: number;
}): Handlers<BuildRoute> {
  return {
    'GET builds': ({ user, query }) => builds.list(user, query),
    'GET builds/{id}': ({ user, id }) => builds.get(user, id),
    'DELETE builds/{id}': ({ user, id }) => builds.cancel(user, id),
    'GET builds/{id}/log': async (asking, ctx) => {
      const { id } = await builds.get(asking.user, asking.id);
      const { offset } = asking.query;
      const log = builds.log(id);
      if (/\btext\/event-stream\b/.test(ctx.get('accept'))) {
        const signal = asking.signal();
        const from = Number(ctx.get('last-event-id') || offset) || 0;
        streamEvents(ctx, chunks(id, log, from, signal), beatMs, signal);
      } else {
        answerLog(ctx, log, offset);
      }
      return undefined;
    }
  };
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
