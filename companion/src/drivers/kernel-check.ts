import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { parsedJson } from '../base/json.ts';

/** The address of one server, and its token. */
export interface ServerAddress {
  /** Its site, with a slash at the end: `http://127.0.0.1:40123/user/a/b/`. */
  readonly url: string;
  readonly token: string;
}

const Kernel = z.object({ id: z.string() });
const Message = z.object({
  msg_type: z.string(),
  parent_header: z.object({ msg_id: z.string().optional() }),
  content: z.object({ execution_state: z.string().optional() })
});

/** States that Jupyter tells of a kernel that does not live. */
const DYING = new Set(['dead', 'restarting', 'autorestarting']);
const WATCH_INTERVAL = 500;

/** A failure of the kernel, in one line. */
export class KernelFailure extends Error {
  override name = 'KernelFailure';
}

/**
 * Start a kernel, wait until it answers a `kernel_info_request`, and delete it.
 * A kernel that fails is left, and ends with its server.
 */
export async function checkKernel(
  server: ServerAddress,
  runs: () => Promise<boolean>,
  signal: AbortSignal
): Promise<void> {
  const kernel = await kernelAnswers(server, runs, signal);
  requireOk(await call(server, 'DELETE', kernel, signal), 'asked to end it');
}

/**
 * Start a kernel and wait until it answers a `kernel_info_request`; resolves to
 * its path.
 */
export async function kernelAnswers(
  server: ServerAddress,
  runs: () => Promise<boolean>,
  signal: AbortSignal
): Promise<string> {
  const started = await call(server, 'POST', 'api/kernels', signal);
  requireOk(started, 'asked for a kernel');
  const kernel = `api/kernels/${Kernel.parse(await started.json()).id}`;
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  try {
    await Promise.race([
      kernelInfo(server, kernel, either),
      kernelEnds(runs, either)
    ]);
  } finally {
    over.abort();
  }
  return kernel;
}

function requireOk({ ok, status }: Response, asked: string): void {
  if (!ok) {
    throw new KernelFailure(
      `The server answered ${String(status)} when ${asked}.`
    );
  }
}

/** Reject when the kernel does not run any more. */
async function kernelEnds(
  runs: () => Promise<boolean>,
  signal: AbortSignal
): Promise<never> {
  // A second look follows, so that the kernel's last words are in the log.
  for (let gone = 0; gone < 2; gone = (await runs()) ? 0 : gone + 1) {
    await sleep(WATCH_INTERVAL, undefined, { signal });
  }
  throw new KernelFailure('The kernel ended as it started.');
}

/** Ask a server as its owner does. */
export function call(
  { url, token }: ServerAddress,
  method: string,
  path: string,
  signal: AbortSignal
): Promise<Response> {
  return fetch(new URL(path, url), {
    method,
    headers: { authorization: `token ${token}` },
    redirect: 'manual',
    signal
  });
}

async function kernelInfo(
  { url, token }: ServerAddress,
  kernel: string,
  signal: AbortSignal
): Promise<void> {
  signal.throwIfAborted();
  const session = randomUUID();
  const address = new URL(`${kernel}/channels`, url);
  address.protocol = 'ws:';
  address.searchParams.set('session_id', session);
  const socket = new WebSocket(address, {
    headers: { authorization: `token ${token}` }
  });
  const request = infoRequest(session);
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const abort = () => {
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', abort, { once: true });
  socket.on('open', () => {
    socket.send(JSON.stringify(request));
  });
  socket.on('message', data => {
    const message = readMessage(data as Buffer);
    if (answers(message, request.header.msg_id)) {
      resolve(undefined);
    } else if (DYING.has(message?.content.execution_state ?? '')) {
      reject(new KernelFailure('The kernel died as it started.'));
    }
  });
  socket.on('error', cause => {
    reject(new KernelFailure('The kernel cannot be reached.', { cause }));
  });
  socket.on('close', () => {
    reject(new KernelFailure('The kernel did not answer.'));
  });
  await promise.finally(() => {
    signal.removeEventListener('abort', abort);
    socket.terminate();
  });
}

function infoRequest(session: string) {
  const header = {
    msg_id: randomUUID(),
    msg_type: 'kernel_info_request',
    session,
    username: 'projects',
    version: '5.3',
    date: ''
  };
  const empty = { parent_header: {}, metadata: {}, content: {}, buffers: [] };
  return { channel: 'shell', header, ...empty };
}

/** Parse a message; `undefined` for others, such as binary data of widgets. */
function readMessage(data: Buffer): z.infer<typeof Message> | undefined {
  return Message.safeParse(parsedJson(data.toString('utf8'))).data;
}

function answers(
  message: z.infer<typeof Message> | undefined,
  request: string
): boolean {
  return (
    message?.msg_type === 'kernel_info_reply' &&
    message.parent_header.msg_id === request
  );
}
