import { Failed, toProblem } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';
import { userOf } from './api.ts';
import type { Next } from 'koa';
import type { ApiContext } from './api.ts';
import type { Records } from '../records/records.ts';

export interface IdempotencyDeps {
  readonly records: Pick<Records, 'answers'>;
  readonly now: () => Date;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const KEPT_MS = 24 * 60 * 60_000;
const REMEMBERED = 200;

/**
 * A POST that is sent again with the same `Idempotency-Key` is not done again:
 * it gets the first one's answer for 24 h, or waits for it.
 */
export class Idempotency {
  readonly #deps: IdempotencyDeps;
  /** Answers as they were given: in the store they have no tickets. */
  readonly #answers = new Map<string, Promise<Answer>>();

  constructor(deps: IdempotencyDeps) {
    this.#deps = deps;
  }

  readonly middleware = async (ctx: ApiContext, next: Next): Promise<void> => {
    const key = ctx.get('idempotency-key');
    if (ctx.method !== 'POST' || key === '') {
      await next();
      return;
    }
    if (key.length > 255) {
      const detail = 'An Idempotency-Key has at most 255 characters.';
      throw new Failed('invalid-request', detail);
    }
    const { status, body } = await this.#answer(ctx, key, next);
    ctx.status = status;
    if (status >= 400) {
      ctx.body = JSON.stringify(body);
      ctx.type = 'application/problem+json';
    } else if (body !== undefined && body !== null) {
      ctx.body = body;
    }
  };

  async #answer(ctx: ApiContext, key: string, next: Next): Promise<Answer> {
    const user = userOf(ctx);
    const id = JSON.stringify([user, key]);
    const hash = sha256(
      JSON.stringify([ctx.method, ctx.path, ctx.request.body ?? null])
    );
    const earlier = await this.#claim(user, key, hash);
    if (earlier) {
      return (await this.#answers.get(id)) ?? earlier;
    }
    const answer = this.#first(ctx, next);
    answer.catch(() => undefined);
    this.#remember(id, answer);
    try {
      await this.#keep(user, key, await answer);
      return await answer;
    } catch (error) {
      // Nothing is known to have happened: the next attempt is the first.
      this.#answers.delete(id);
      await this.#deps.records.answers.remove(user, key);
      throw error;
    }
  }

  /** Take the key, or find what was answered to its first request. */
  async #claim(
    user: string,
    key: string,
    requestHash: string
  ): Promise<Answer | undefined> {
    const { answers } = this.#deps.records;
    const now = this.#deps.now();
    const old = new Date(now.getTime() - KEPT_MS).toISOString();
    await answers.removeOlder(old);
    const at = now.toISOString();
    if (await answers.claim(user, key, { requestHash, at })) {
      return undefined;
    }
    const kept = await answers.find(user, key);
    if (kept?.requestHash !== requestHash) {
      throw new Failed(
        'idempotency-conflict',
        'This Idempotency-Key was used for another request. Use a new one.'
      );
    }
    const id = JSON.stringify([user, key]);
    if (kept.status === null && !this.#answers.has(id)) {
      // The process ended in the middle of the first request: this one does it.
      return undefined;
    }
    return { status: kept.status ?? 0, body: kept.body };
  }

  async #first(ctx: ApiContext, next: Next): Promise<Answer> {
    try {
      await next();
      return { status: ctx.status, body: ctx.body };
    } catch (error) {
      if (error instanceof Failed && error.status < 500) {
        return { status: error.status, body: toProblem(error) };
      }
      throw error;
    }
  }

  async #keep(user: string, key: string, answer: Answer): Promise<void> {
    const { status, body } = answer;
    const json = JSON.stringify(body ?? null, (name, value) =>
      name === 'ticket' ? undefined : (value as unknown)
    );
    await this.#deps.records.answers.keep(user, key, { status, json });
  }

  #remember(id: string, answer: Promise<Answer>): void {
    this.#answers.set(id, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > REMEMBERED && oldest !== undefined) {
      this.#answers.delete(oldest);
    }
  }
}
