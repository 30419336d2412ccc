import { Failed, toProblem } from '../base/errors.ts';
import type { Context, Middleware } from 'koa';
import type { Logger } from 'pino';

/** The single place where an error becomes an answer. */
export function problems(log: Pick<Logger, 'error'>): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (cause) {
      const error = fromKoa(cause);
      if (!(error instanceof Failed) && !hasLeft(ctx, error)) {
        log.error(
          { err: error, path: ctx.path },
          'A request failed; its client was told of an error of ours'
        );
      }
      answerProblem(ctx, error);
    }
  };
}

/** True when the client left, which ends its work and is no failure of ours. */
function hasLeft({ res }: Context, error: unknown): boolean {
  return res.closed && error instanceof Error && error.name === 'AbortError';
}

export function answerProblem(ctx: Context, error: unknown): void {
  const problem = toProblem(error);
  ctx.status = problem.status;
  ctx.body = JSON.stringify(problem);
  ctx.type = 'application/problem+json';
  if (problem.code === 'unauthenticated') {
    ctx.set('WWW-Authenticate', 'Bearer');
  }
  if (problem.retryAfter !== undefined) {
    ctx.set('Retry-After', String(problem.retryAfter));
  }
}

/** Turn errors of Koa and its parsers into ours, without any content. */
function fromKoa(cause: unknown): unknown {
  const status = statusOf(cause);
  if (cause instanceof Failed || status === undefined) {
    return cause;
  }
  if (status === 413) {
    const detail = 'A request may have at most 16 kB.';
    return new Failed('payload-too-large', detail, { cause });
  }
  return status >= 400 && status < 500
    ? new Failed('invalid-request', 'The request cannot be read.', { cause })
    : cause;
}

function statusOf(cause: unknown): number | undefined {
  return typeof cause === 'object' &&
    cause !== null &&
    'status' in cause &&
    typeof cause.status === 'number'
    ? cause.status
    : undefined;
}
