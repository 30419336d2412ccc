/** Calls and watches of the API server, which is verified by its authority. */
import { request as send } from 'node:https';
import { createInterface } from 'node:readline';
import type { IncomingMessage } from 'node:http';

export interface Credentials {
  readonly token?: string;
  /** Without it the server's certificate is not looked at. */
  readonly ca?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Call {
  readonly method?: string;
  readonly body?: object;
  readonly type?: string;
  readonly signal?: AbortSignal;
}

/** Make one call; resolves to its whole answer, within ten seconds. */
export async function request(
  server: string,
  credentials: Credentials,
  path: string,
  call: Call = {}
): Promise<Answer> {
  const answer = await opened(server, credentials, path, {
    signal: AbortSignal.timeout(10_000),
    ...call
  });
  let body = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    body += String(chunk);
  }
  return { status: answer.statusCode ?? 0, body };
}

/**
 * Yield every object of a collection, then every change of one, until the
 * server ends the watch or the signal comes. A watch at version 0 starts with
 * all that the server has at hand, so a new watch misses nothing. (Without a
 * version it would wait until the server's cache has caught up with etcd, which
 * tells of an idle collection only now and then.)
 */
export async function* watch(
  server: string,
  credentials: Credentials,
  collection: string,
  signal: AbortSignal
): AsyncGenerator {
  const path = `${collection}?watch=1&resourceVersion=0&timeoutSeconds=300`;
  const answer = await opened(server, credentials, path, { signal });
  if (answer.statusCode !== 200) {
    answer.destroy();
    throw new Error(`${collection} answers ${String(answer.statusCode)}.`);
  }
  for await (const line of createInterface({ input: answer })) {
    yield JSON.parse(line);
  }
}

function opened(
  server: string,
  { token, ca }: Credentials,
  path: string,
  call: Call
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = send(new URL(path, server), {
      method: call.method ?? 'GET',
      ...(ca === undefined ? { rejectUnauthorized: false } : { ca }),
      ...(call.signal ? { signal: call.signal } : {}),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        'content-type': call.type ?? 'application/json'
      }
    });
    sent.on('response', resolve).on('error', reject);
    sent.end(call.body === undefined ? undefined : JSON.stringify(call.body));
  });
}
