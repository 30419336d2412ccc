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
  /** The address of the internal port: `http://projects-companion:8081`. */
  readonly url: string;
  readonly secret: string;
  /** Time after which a companion that does not answer is away. */
  readonly timeoutMs: number;
  readonly log: Pick<Logger, 'warn'>;
}

const SILENT = 'The companion gives no answer; users may get 503 until it does';
const REFUSED =
  'The companion refuses this gateway; users get 503 until both have the same version and "internal.secret"';

/**
 * Asks the companion, for a separate gateway. While the companion is away, the
 * gateway goes on with the answers that it has; what it does not know is 503.
 */
export class CompanionClient {
  readonly #deps: CompanionClientDeps;
  readonly #principals: StaleCache<Principal>;
  readonly #sessions: StaleCache<string>;
  readonly #endpoints: StaleCache<Endpoint>;
  /** Why there was no answer when the companion was last asked. */
  #trouble: string | undefined;
  #asks = 0;
  /** The number of the last ask that was answered; 0 before the first. */
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

  /** Ask again for the endpoint of a server that did not answer there. */
  doubt(server: ServerRef): void {
    this.#endpoints.doubt(keyOf(server));
  }

  /**
   * True when the companion has ever answered this process; if not, it is asked
   * now. Before its first answer, a gateway has nothing to go on with.
   */
  async meets(): Promise<boolean> {
    if (this.#answered === 0) {
      await this.#call('principal', { token: '' }).catch(() => undefined);
    }
    return this.#answered > 0;
  }

  /** True when the companion did not answer, or refused, when last asked. */
  get away(): boolean {
    return this.#trouble !== undefined;
  }

  async #call<N extends CallName>(
    name: N,
    body: CallBody<N>
  ): Promise<CallAnswer<N>> {
    const answer = await this.#send(name, body);
    // This call's schema; to the types it may be that of any call.
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
        // The companion is there and refuses us: no earlier answer counts.
        throw new Refused(`The companion answers ${String(response.status)}.`);
      }
      const answer: unknown = await response.json();
      this.#trouble = undefined;
      this.#answered = Math.max(this.#answered, ask);
      return answer;
    } catch (cause) {
      const refused = cause instanceof Refused;
      const trouble = refused ? REFUSED : SILENT;
      // A later ask may have been answered meanwhile.
      if (this.#trouble !== trouble && ask > this.#answered) {
        this.#trouble = trouble;
        this.#deps.log.warn({ err: cause }, trouble);
      }
      throw refused
        ? cause
        : new Away('The companion does not answer.', { cause });
    }
  }
}

class Refused extends Error {}

function keyOf({ user, name }: ServerRef): string {
  return JSON.stringify([user, name]);
}

/** Turn the companion's absence into an error that a person may see. */
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
