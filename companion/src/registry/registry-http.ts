import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { boundedBody } from '../base/bounded-body.ts';
import { parseChallenge } from './challenge.ts';
import {
  imageNotFound,
  isAway,
  notARegistry,
  notAuthorized,
  registryUnavailable,
  registryUnreachable
} from './registry-errors.ts';
import type { ImageReference } from './reference.ts';

export interface RegistryOptions {
  /** The address at which the registry of `host`'s images is reached. */
  readonly url?: string;
  /** The host in its images' names, when it is not that of the address. */
  readonly host?: string;
  /** Credentials, sent to that registry only. */
  readonly username?: string;
  readonly password?: string;
  /** Further registries, `host:port`, that are reached without TLS. */
  readonly insecure: readonly string[];
  /** Limits of one answer, and of all tries after the first. */
  readonly timeoutMs: number;
  readonly deadlineMs: number;
}

export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD';
  /** The path below the repository: `manifests/<tag>`. */
  readonly path: string;
  readonly accept: string;
}

export interface RegistryAnswer {
  readonly headers: Headers;
  readonly body: Buffer;
}

interface Place {
  readonly base: URL;
  readonly ours: boolean;
}

/** Manifests and configurations are some kilobytes; layers are never read. */
const BODY_BYTES = 4 * 1024 * 1024;
const FIRST_RETRY_MS = 250;

const Token = z.union([
  z.object({ token: z.string().min(1) }),
  z.object({ access_token: z.string().min(1) })
]);

/** Reads from registries, with authentication, timeouts and retries. */
export class RegistryHttp {
  readonly #options: RegistryOptions;
  /** The last accepted authorization of a repository. */
  readonly #authorizations = new Map<string, string>();

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  /** Read, again and again until the deadline: reads may be repeated. */
  async read(
    reference: ImageReference,
    request: RegistryRequest,
    signal: AbortSignal
  ): Promise<RegistryAnswer> {
    const place = this.#place(reference);
    let both = signal;
    let failure: unknown;
    for (let pause = FIRST_RETRY_MS; ; pause *= 2) {
      try {
        return await this.#once(place, reference, request, both);
      } catch (error) {
        signal.throwIfAborted();
        // A try that the deadline cuts off says less than the one before it.
        failure = both.aborted ? failure : error;
        if (both === signal) {
          const deadline = AbortSignal.timeout(this.#options.deadlineMs);
          both = AbortSignal.any([signal, deadline]);
        }
        if (!isAway(failure) || !(await paused(pause, both))) {
          signal.throwIfAborted();
          throw failure;
        }
      }
    }
  }

  #place({ registry, ...rest }: ImageReference): Place {
    const { url, host, insecure } = this.#options;
    const ours = url === undefined ? undefined : new URL(url);
    if (ours && [undefined, host ?? ours.host].includes(registry)) {
      return { base: ours, ours: true };
    }
    if (registry === undefined) {
      throw imageNotFound(rest);
    }
    const scheme = insecure.includes(registry) ? 'http' : 'https';
    return { base: new URL(`${scheme}://${registry}`), ours: false };
  }

  async #once(
    place: Place,
    reference: ImageReference,
    request: RegistryRequest,
    signal: AbortSignal
  ): Promise<RegistryAnswer> {
    const { host } = place.base;
    const { repository } = reference;
    const url = new URL(`/v2/${repository}/${request.path}`, place.base);
    const key = `${host} ${repository}`;
    const send = () =>
      this.#send(url, request, this.#authorizations.get(key), signal);
    let answer = await send();
    if (answer.status === 401) {
      const challenge = answer.headers.get('www-authenticate');
      this.#authorizations.set(
        key,
        await this.#authorize(place, repository, challenge, signal)
      );
      answer = await send();
    }
    if (answer.status === 401 || answer.status === 403) {
      this.#authorizations.delete(key);
      throw notAuthorized(host, answer.status);
    }
    if (answer.status === 404) {
      throw imageNotFound(reference);
    }
    if (answer.status !== 200) {
      throw registryUnavailable(host, answer.status);
    }
    return answer;
  }

  async #authorize(
    { base, ours }: Place,
    repository: string,
    header: string | null,
    signal: AbortSignal
  ): Promise<string> {
    const { username, password } = this.#options;
    const basic =
      ours && username !== undefined && password !== undefined
        ? `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
        : undefined;
    const challenge = parseChallenge(header);
    if (challenge?.scheme === 'bearer') {
      const url = tokenUrl(challenge, base, repository);
      const request = { method: 'GET', accept: 'application/json' } as const;
      const answer = await this.#send(url, request, basic, signal);
      return `Bearer ${tokenOf(answer, url.host)}`;
    }
    if (challenge === undefined || basic === undefined) {
      throw notAuthorized(base.host, 401);
    }
    return basic;
  }

  async #send(
    url: URL,
    { method, accept }: Pick<RegistryRequest, 'method' | 'accept'>,
    authorization: string | undefined,
    signal: AbortSignal
  ): Promise<RegistryAnswer & { status: number }> {
    const timeout = AbortSignal.timeout(this.#options.timeoutMs);
    try {
      const response = await fetch(url, {
        method,
        signal: AbortSignal.any([signal, timeout]),
        headers: { accept, ...(authorization ? { authorization } : {}) }
      });
      const { status, headers } = response;
      return { status, headers, body: await boundedBody(response, BODY_BYTES) };
    } catch (cause) {
      throw registryUnreachable(url.host, cause);
    }
  }
}

/** Pause; true when the pause was not cut off. */
function paused(ms: number, signal: AbortSignal): Promise<boolean> {
  return wait(ms, true, { signal }).catch(() => false);
}

function tokenUrl(
  {
    realm,
    service,
    scope
  }: { realm: string; service?: string; scope?: string },
  base: URL,
  repository: string
): URL {
  // A realm without TLS would get the password of a registry that has it.
  if (!URL.canParse(realm) || !/^https?:/.test(realm)) {
    throw notARegistry(base.host);
  }
  const url = new URL(realm);
  if (base.protocol === 'https:' && url.protocol !== 'https:') {
    throw notARegistry(base.host);
  }
  if (service !== undefined) {
    url.searchParams.set('service', service);
  }
  url.searchParams.set('scope', scope ?? `repository:${repository}:pull`);
  return url;
}

function tokenOf(
  { status, body }: RegistryAnswer & { status: number },
  host: string
): string {
  if (status >= 500 || status === 429) {
    throw registryUnavailable(host, status);
  }
  if (status !== 200) {
    throw notAuthorized(host, status);
  }
  try {
    const token = Token.parse(JSON.parse(body.toString('utf8')));
    return 'token' in token ? token.token : token.access_token;
  } catch (cause) {
    throw notARegistry(host, cause);
  }
}
