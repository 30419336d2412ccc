import type { Logger } from 'pino';
import type { z } from 'zod';
import { tokenOf, type Principal } from '../identity/identity.ts';
import type { Endpoint } from '../drivers/driver.ts';
import type { ServerRef } from '../drivers/server-ref.ts';
import { Failed } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';
import { CALLS, LONGEST, PREFIX } from './calls.ts';
import type { CallAnswer, CallBody, CallName } from './calls.ts';
import { Away, StaleCache } from './stale-cache.ts';
import type { StaleCacheOptions } from './stale-cache.ts';

export interface CompanionClientDeps extends StaleCacheOptions {
  /** Of the internal port: `http://projects-companion:8081`. */
  readonly url: string;
  readonly secret: string;
  /** After which a companion that does not answer is away. */
  readonly timeoutMs: number;
  readonly log: Pick<Logger, 'warn'>;
}

/**
 * The companion as a gateway of its own sees it. While the companion is away the
 * gateway goes on with what it was told; what it does not know is 503.
 */
export class CompanionClient {
  readonly #deps: CompanionClientDeps;
  readonly #principals: StaleCache<Principal>;
  readonly #sessions: StaleCache<string>;
  readonly #endpoints: StaleCache<Endpoint>;
  #away = false;
  #asks = 0;
  /** The last ask that was answered; none has been before the first. */
  #answered = 0;

  constructor(deps: CompanionClientDeps) {
    this.#deps = deps;
    this.#principals = new StaleCache(deps);
    this.#sessions = new StaleCache(deps);
    this.#endpoints = new StaleCache(deps);
  }

  async principal(
    authorization: string | undefined
  ): Promise<Principal | undefined> {
    const token = tokenOf(authorization);
    return token === undefined ? undefined : await this.tokenPrincipal(token);
  }

  async tokenPrincipal(token: string): Promise<Principal | undefined> {
    if (token.length > LONGEST) {
      return undefined;
    }
    return await known(
      this.#principals.get(sha256(token), async () => {
        const { principal } = await this.#call('principal', { token });
        return principal ?? undefined;
      })
    );
  }

  async session(values: readonly string[]): Promise<string | undefined> {
    return await known(
      this.#sessions.get(sha256(values.join(' ')), async () => {
        const { user } = await this.#call('session', { values: [...values] });
        return user ?? undefined;
      })
    );
  }

  async openSession(user: string): Promise<string> {
    const { value } = await known(this.#call('open-session', { user }));
    return value;
  }

  async endpoint(server: ServerRef): Promise<Endpoint | undefined> {
    const { user, name } = server;
    return await known(
      this.#endpoints.get(keyOf(server), async () => {
        const { endpoint } = await this.#call('endpoint', { user, name });
        return endpoint ?? undefined;
      })
    );
  }

  /** A server did not answer where it should. */
  doubt(server: ServerRef): void {
    this.#endpoints.doubt(keyOf(server));
  }

  /**
   * Whether the companion has ever answered this process, which asks it now if it
   * has not: before that nothing is known that it could go on with.
   */
  async meets(): Promise<boolean> {
    if (this.#answered === 0) {
      await this.#call('principal', { token: '' }).catch(() => undefined);
    }
    return this.#answered > 0;
  }

  /** Whether the companion did not answer when it was last asked. */
  get away(): boolean {
    return this.#away;
  }

  async #call<N extends CallName>(
    name: N,
    body: CallBody<N>
  ): Promise<CallAnswer<N>> {
    const answer = await this.#send(name, body);
    // The call's own schema, which the types cannot tell from all of them.
    const schema: z.ZodType = CALLS[name].answer;
    return schema.parse(answer) as CallAnswer<N>;
  }

  async #send(name: CallName, body: object): Promise<unknown> {
    const { url, secret, timeoutMs } = this.#deps;
    const ask = ++this.#asks;
    try {
      const response = await fetch(new URL(PREFIX + name, url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${secret}`
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs)
      });
      if (response.status >= 500) {
        throw new Error(`Status ${String(response.status)}`);
      }
      if (!response.ok) {
        // It is there and refuses us: what it said before counts no more.
        throw new Refused(`The companion answers ${String(response.status)}.`);
      }
      const answer: unknown = await response.json();
      this.#away = false;
      this.#answered = Math.max(this.#answered, ask);
      return answer;
    } catch (cause) {
      // One that was asked later may have been answered meanwhile.
      if (!this.#away && ask > this.#answered) {
        this.#away = true;
        this.#deps.log.warn({ err: cause }, 'The companion does not answer.');
      }
      throw cause instanceof Refused
        ? cause
        : new Away('The companion does not answer.', { cause });
    }
  }
}

class Refused extends Error {}

function keyOf({ user, name }: ServerRef): string {
  return JSON.stringify([user, name]);
}

/** What a person may learn of it. */
async function known<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    if (cause instanceof Away || cause instanceof Refused) {
      throw new Failed('unavailable', 'The service is away for a moment.', {
        cause,
        retryAfter: 2
      });
    }
    throw cause;
  }
}
