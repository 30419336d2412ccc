import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import { UUID } from '@lumino/coreutils';
import type {
  Route,
  RouteAnswer,
  RouteBody
} from 'jupyterlab-projects-companion/contract';
import * as answers from './answers.ts';
import { CompanionError, localProblem } from './errors.ts';

/**
 * Reads an answer; `null` when it cannot be read.
 */
export type Reader<T> = (value: unknown) => T | null;

/**
 * The result of reading a route's answer: the answer, an answer that may be
 * missing, or `true` when only its arrival counts.
 */
type Reading<R extends Route> =
  RouteAnswer<R> | { readonly value: RouteAnswer<R> | null } | true;

/**
 * The parts of a request; `id` is needed when the path has one.
 */
type Parts<R extends Route> = {
  readonly body?: RouteBody<R>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly signal?: AbortSignal | undefined;
} & (R extends `${string}{id}${string}`
  ? { readonly id: string }
  : { readonly id?: undefined });

/**
 * Sends requests to the companion's API. Each returns an answer that could be
 * read, or throws a `CompanionError`.
 */
export class Requests {
  /**
   * @param serverSettings - The companion's address and the token.
   *
   * @param retryDelaysMs - How long to wait before each new attempt of a read.
   */
  constructor(
    serverSettings: ServerConnection.ISettings,
    retryDelaysMs: readonly number[]
  ) {
    this._serverSettings = serverSettings;
    this._retryDelaysMs = retryDelaysMs;
  }

  /**
   * Ask again after a failure that may pass: a read changes nothing.
   */
  async read<R extends Route & `GET ${string}`, T extends Reading<R>>(
    route: R,
    reader: Reader<T>,
    parts: Parts<R>
  ): Promise<T> {
    for (const delay of this._retryDelaysMs) {
      try {
        return await this.ask(route, reader, parts);
      } catch (error) {
        if (!(error instanceof CompanionError) || !mayPass(error)) {
          throw error;
        }
        await new Promise(resolve => setTimeout(resolve, delay));
      }
    }
    return this.ask(route, reader, parts);
  }

  /**
   * Ask once.
   */
  async ask<R extends Route, T extends Reading<R>>(
    route: R,
    reader: Reader<T>,
    parts: Parts<R>
  ): Promise<T> {
    const { body, signal } = parts;
    const { method, path } = addressOf(route, parts);
    const { status, text } = await this._answer(path, {
      method,
      ...(signal ? { signal } : {}),
      ...(body ? { body: JSON.stringify(body) } : {}),
      headers: {
        Accept: 'application/json',
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(method === 'POST' ? { 'Idempotency-Key': UUID.uuid4() } : {})
      }
    });
    const value = reader(parsed(text));
    if (value === null) {
      throw new CompanionError(strangeAnswer(status));
    }
    return value;
  }

  /**
   * Ask for plain text.
   */
  async text<R extends Route>(route: R, parts: Parts<R>): Promise<string> {
    return (await this._answer(addressOf(route, parts).path, {})).text;
  }

  private async _answer(
    what: string,
    init: RequestInit
  ): Promise<{ status: number; text: string }> {
    const response = await this._send(what, init);
    const text = await response.text();
    if (!response.ok) {
      throw new CompanionError(
        answers.problem(parsed(text)) ?? strangeAnswer(response.status)
      );
    }
    return { status: response.status, text };
  }

  private async _send(what: string, init: RequestInit): Promise<Response> {
    const url = `${this._serverSettings.baseUrl}api/v1/${what}`;
    try {
      return await ServerConnection.makeRequest(
        url,
        init,
        this._serverSettings
      );
    } catch (cause) {
      if (init.signal?.aborted) {
        throw cause;
      }
      throw new CompanionError(
        localProblem('unavailable', 0, 'The companion does not answer.'),
        { cause }
      );
    }
  }

  private readonly _serverSettings: ServerConnection.ISettings;
  private readonly _retryDelaysMs: readonly number[];
}

function addressOf<R extends Route>(
  route: R,
  { id, query }: Parts<R>
): { method: string; path: string } {
  const [method = '', template = ''] = route.split(' ');
  const path = template.replace('{id}', encodeURIComponent(id ?? ''));
  return { method, path: path + URLExt.objectToQueryString({ ...query }) };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Make a problem of an answer that is not the companion's: a proxy sent it, or
 * there is no service at all.
 */
function strangeAnswer(status: number) {
  const code =
    status === 401
      ? 'unauthenticated'
      : status === 403
        ? 'forbidden'
        : status === 404
          ? 'not-found'
          : 'unavailable';
  return localProblem(
    code,
    status,
    `Not the companion's answer (${String(status)}).`
  );
}

function mayPass({ problem }: CompanionError): boolean {
  return problem.status === 0 || problem.status === 429 || problem.status > 499;
}
