import * as http from 'node:http';
import * as https from 'node:https';
import { BuildEvents } from './build-events.ts';
import type { BuildEvent } from './build-events.ts';

export interface StreamRequest {
  readonly url: URL;
  readonly token?: string;
  /** The longest wait for a connection, TLS included. */
  readonly connectMs: number;
  /** The longest silence; BinderHub sends something every 25 s. */
  readonly idleMs: number;
  readonly signal: AbortSignal;
}

/** Answers of a proxy while the BinderHub behind it restarts. */
const NOBODY_BEHIND = [502, 503, 504];

/** The stream broke before a final event: the build may well go on. */
export class Lost extends Error {
  override readonly name = 'Lost';
}

/**
 * Yields the events of one request until the stream ends; a caller that leaves
 * the loop hangs up. An HTTP error becomes a `failed` event, like errors that
 * BinderHub sends with status 200. Throws `Lost` when the connection breaks, or
 * when a proxy finds no BinderHub.
 */
export async function* streamEvents(
  asked: StreamRequest
): AsyncGenerator<BuildEvent, void, undefined> {
  const silence = new Silence(asked);
  try {
    const response = await open(asked, silence);
    const problem = problemOf(response);
    if (problem) {
      yield problem;
      return;
    }
    const events = new BuildEvents();
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      silence.broken();
      for (const event of events.feed(chunk)) {
        // Errors are events of a 200, so that its headers tell when to retry.
        yield withWait(event, response);
      }
    }
    // A body without a length ends without an error when it is aborted.
    silence.signal.throwIfAborted();
  } catch (cause) {
    asked.signal.throwIfAborted();
    if (cause instanceof Lost) {
      throw cause;
    }
    throw new Lost(silence.why ?? 'The connection broke.', { cause });
  } finally {
    silence.end();
  }
}

/** Ends a request on which nothing is heard for too long. */
class Silence {
  readonly #asked: StreamRequest;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  why: string | undefined;

  constructor(asked: StreamRequest) {
    this.#asked = asked;
    this.#arm(asked.connectMs, 'BinderHub cannot be reached.');
  }

  get signal(): AbortSignal {
    return AbortSignal.any([this.#asked.signal, this.#stop.signal]);
  }

  /** Starts the wait anew: a connection, or bytes, came. */
  broken(): void {
    this.#arm(this.#asked.idleMs, 'Nothing came from BinderHub any more.');
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
  }

  #arm(ms: number, why: string): void {
    clearTimeout(this.#timer);
    if (this.#stop.signal.aborted) {
      return;
    }
    this.#timer = setTimeout(() => {
      this.why = why;
      this.#stop.abort();
    }, ms);
  }
}

/**
 * Sends the request, but not by `fetch`, which does not tell when there is a
 * connection: from then on BinderHub has `idleMs` for its first byte.
 */
function open(
  { url, token }: StreamRequest,
  silence: Silence
): Promise<http.IncomingMessage> {
  const secure = url.protocol === 'https:';
  const { request } = secure ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      agent: false,
      signal: silence.signal,
      headers: {
        accept: 'text/event-stream',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` })
      }
    });
    sent.on('error', reject);
    sent.on('socket', socket => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        silence.broken();
      });
    });
    sent.on('response', resolve);
    sent.end();
  });
}

function problemOf({
  statusCode = 0,
  headers
}: http.IncomingMessage): BuildEvent | undefined {
  const phase = 'failed';
  if (NOBODY_BEHIND.includes(statusCode)) {
    throw new Lost(`BinderHub does not answer (${String(statusCode)}).`);
  }
  if (statusCode !== 200) {
    return withWait({ phase, status_code: statusCode }, { headers });
  }
  const type = headers['content-type'] ?? '';
  return type.startsWith('text/event-stream')
    ? undefined
    : { phase, status_code: 404 };
}

/** Adds when to ask again to an answer that says that we ask too often. */
function withWait(
  event: BuildEvent,
  { headers }: Pick<http.IncomingMessage, 'headers'>
): BuildEvent {
  const seconds = event.status_code === 429 ? waitOf(headers) : NaN;
  return Number.isFinite(seconds)
    ? { ...event, retryAfter: Math.max(1, Math.ceil(seconds)) }
    : event;
}

/** Reads seconds or a date, or the Unix time that BinderHub itself sends. */
function waitOf(headers: http.IncomingHttpHeaders): number {
  const after = headers['retry-after'];
  const reset = headers['x-ratelimit-reset'];
  if (after !== undefined) {
    const seconds = Number(after);
    return Number.isFinite(seconds) ? seconds : until(Date.parse(after));
  }
  return reset === undefined ? NaN : until(Number(reset) * 1000);
}

function until(time: number): number {
  return (time - Date.now()) / 1000;
}
