/** Waiting for what cannot tell of itself: asked again until a deadline. */
import { setTimeout as delay } from 'node:timers/promises';

/** Wait until the answer is true; an answer that fails counts as no. */
export async function until(
  answer: () => boolean | Promise<boolean>,
  what: string,
  seconds: number
): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  let last: unknown;
  for (;;) {
    try {
      if (await answer()) {
        return;
      }
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) {
      throw new Error(
        `${what} did not come within ${String(seconds)} s.`,
        last === undefined ? {} : { cause: last }
      );
    }
    await delay(100);
  }
}
