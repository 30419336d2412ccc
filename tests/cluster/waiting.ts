/** Waits for things that send no events: looks again until a deadline. */
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

/** Wait until the answer is true; an answer that fails counts as no. */
export async function until(
  answer: () => boolean | Promise<boolean>,
  what: string,
  seconds: number
): Promise<void> {
  await untilSeen(answer, Boolean, what, seconds);
}

/**
 * Look until what is seen is right, and return it. At the deadline fail with
 * what was seen last; a look that fails has seen nothing.
 */
export async function untilSeen<T>(
  look: () => T | Promise<T>,
  isRight: (seen: T) => boolean,
  what: string,
  seconds: number
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  let last = 'nothing';
  let cause: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (isRight(seen)) {
        return seen;
      }
      last = inspect(seen, { depth: 5, breakLength: Infinity });
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline) {
      throw new Error(
        `${what} did not come within ${String(seconds)} s. Seen last: ${last}`,
        cause === undefined ? {} : { cause }
      );
    }
    await delay(100);
  }
}
