import { Readable } from 'node:stream';
import type { ApiContext } from './api.ts';
import type { Events } from '../events/events.ts';
import type { ServerEvent } from '../contract/contract.ts';

/** One server-sent event. */
export function sse(event: {
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}): string {
  const id = event.id === undefined ? '' : `id: ${event.id}\n`;
  return `event: ${event.event}\n${id}data: ${JSON.stringify(event.data)}\n\n`;
}

/** Answer with events as the client takes them, and a beat in between. */
export function streamEvents(
  ctx: ApiContext,
  source: AsyncGenerator<string>,
  beatMs: number,
  signal: AbortSignal
): void {
  ctx.type = 'text/event-stream';
  ctx.set('X-Accel-Buffering', 'no');
  ctx.body = Readable.from(withBeats(source, beatMs, signal));
}

/** Yield the events that came since the last id, then those that come. */
export async function* userEvents(
  events: Events,
  user: string,
  last: string | undefined,
  signal: AbortSignal
): AsyncGenerator<string> {
  const waiting: ServerEvent[] = [];
  let wake: () => void = () => undefined;
  const end = events.subscribe(user, event => {
    waiting.push(event);
    wake();
  });
  const onAbort = () => {
    wake();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const since = events.since(user, last);
    yield since === 'reset'
      ? sse({ event: 'reset', ...idOf(events, user), data: {} })
      : sse({ event: 'opened', id: last ?? since.id, data: {} });
    if (since !== 'reset') {
      yield* since.events.map(sse);
    }
    // A client that does not read is cut off: it comes back with its last id.
    while (!signal.aborted && waiting.length < MOST_WAITING) {
      yield* waiting.splice(0).map(sse);
      await new Promise<void>(resolve => {
        wake = resolve;
        if (waiting.length > 0 || signal.aborted) {
          resolve();
        }
      });
    }
  } finally {
    end();
    signal.removeEventListener('abort', onAbort);
  }
}

const MOST_WAITING = 1000;

function idOf(events: Events, user: string): { id?: string } {
  const now = events.since(user);
  return now === 'reset' ? {} : { id: now.id };
}

async function* withBeats(
  source: AsyncGenerator<string>,
  beatMs: number,
  signal: AbortSignal
): AsyncGenerator<string> {
  yield ': open\n\n';
  let next = source.next();
  try {
    while (!signal.aborted) {
      const result = await orBeat(next, beatMs);
      if (result === 'beat') {
        yield ': beat\n\n';
      } else if (result.done) {
        return;
      } else {
        yield result.value;
        next = source.next();
      }
    }
  } finally {
    next.catch(() => undefined);
  }
}

async function orBeat<T>(next: Promise<T>, beatMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const beat = new Promise<'beat'>(resolve => {
    timer = setTimeout(() => {
      resolve('beat');
    }, beatMs);
  });
  try {
    return await Promise.race([next, beat]);
  } finally {
    clearTimeout(timer);
  }
}
