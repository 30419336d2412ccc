import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { Failed } from '../base/errors.ts';
import { CALLS, isCall } from './agent-calls.ts';
import { failureOf } from './agent-failure.ts';
import type { CallName, Input, Output } from './agent-calls.ts';
import type { HomeWatch } from './home-watch.ts';
import { onVolume } from './volume-failure.ts';
import type { Volume } from './volume.ts';

export interface AgentDeps {
  readonly volume: Volume;
  readonly watch: HomeWatch;
  /** A caller that knows it may do everything with the volume. */
  readonly secret: string;
  readonly log: (line: string) => void;
}

/** Room for the names of a whole home, and no more. */
const LONGEST_BODY = 4 * 2 ** 20;

type Handlers = {
  readonly [C in CallName]: (
    input: Input<C>,
    signal: AbortSignal
  ) => Promise<Output<C>>;
};

/** Make a server of `folder.ts` over HTTP (DESIGN.md 2), not listening yet. */
export function createAgent(deps: AgentDeps): Server {
  const handlers = handlersOf(deps);
  const server = createServer((request, response) => {
    answer(deps, handlers, request, response).catch((error: unknown) => {
      deps.log(`A request was not answered: ${String(error)}`);
      response.destroy();
    });
  });
  // A copy takes as long as it needs; only its client ends it.
  server.requestTimeout = 0;
  return server;
}

function handlersOf({ volume, watch }: AgentDeps): Handlers {
  const done = (work: Promise<void>) => work.then(() => null);
  return {
    list: () => volume.list(),
    find: async ({ name }) => (await volume.find(name)) ?? null,
    prepare: ({ operation }) => volume.prepare(operation),
    publish: ({ operation, name }) => done(volume.publish(operation, name)),
    discard: ({ operation }) => done(volume.discard(operation)),
    usage: () => volume.usage(),
    measure: (place, signal) => volume.measure(place, signal),
    rename: ({ name, newName }) => done(volume.rename(name, newName)),
    duplicate: ({ name, newName, operation }, signal) =>
      done(volume.duplicate(name, newName, operation, signal)),
    trash: ({ name, id, manifest }) => done(volume.trash(name, id, manifest)),
    trashed: () => volume.trashed(),
    restore: ({ id, name }) => done(volume.restore(id, name)),
    purge: ({ id }) => done(volume.purge(id)),
    sweep: (_, signal) => done(volume.sweep(signal)),
    outside: () => volume.outside(),
    gather: ({ names, folder, operation }) =>
      done(volume.gather(names, folder, operation)),
    scatter: ({ operation }) => volume.scatter(operation),
    home: ({ name }) => onVolume(() => watch.home(name)),
    watch: ({ tag, waitMs }, signal) =>
      onVolume(async () => ({ tag: await watch.changed(tag, waitMs, signal) }))
  };
}

async function answer(
  deps: AgentDeps,
  handlers: Handlers,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  if (request.method === 'GET' && request.url === '/healthz') {
    send(response, 200, { status: 'ok' });
    return;
  }
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  try {
    const name = callOf(request, deps.secret);
    const input = await bodyOf(request);
    send(response, 200, await handle(handlers, name, input, gone.signal));
  } catch (error) {
    if (!(error instanceof Failed) && !gone.signal.aborted) {
      deps.log(`${request.url ?? ''}: ${describe(error)}`);
    }
    const status = error instanceof Failed ? error.status : 500;
    send(response, status, failureOf(error));
  }
}

async function handle<C extends CallName>(
  handlers: Handlers,
  name: C,
  body: unknown,
  signal: AbortSignal
): Promise<Output<C>> {
  const parsed = z.safeParse(CALLS[name].input, body);
  if (!parsed.success) {
    throw new Failed('invalid-request', z.prettifyError(parsed.error));
  }
  const handler = handlers[name] as (
    input: unknown,
    signal: AbortSignal
  ) => Promise<Output<C>>;
  return handler(parsed.data, signal);
}

/** Return the name of the call, if the request has the secret. */
function callOf(request: IncomingMessage, secret: string): CallName {
  const given = request.headers.authorization ?? '';
  if (!timingSafeEqual(digest(given), digest(`Bearer ${secret}`))) {
    throw new Failed(
      'unauthenticated',
      'The agent answers the companion only.'
    );
  }
  const [, name] = /^\/v1\/([a-z]+)$/.exec(request.url ?? '') ?? [];
  if (request.method !== 'POST' || name === undefined || !isCall(name)) {
    throw new Failed('not-found', 'The agent has no such call.');
  }
  return name;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_BODY) {
      throw new Failed('payload-too-large', 'A request is at most 4 MB.');
    }
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString() || '{}') as unknown;
  } catch {
    throw new Failed('invalid-request', 'The body is not valid JSON.');
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    // The rest of a body that was refused is not read.
    ...(status === 413 ? { connection: 'close' } : {})
  });
  response.end(text);
}

function describe(error: unknown): string {
  return error instanceof Error
    ? (error.stack ?? error.message)
    : String(error);
}
