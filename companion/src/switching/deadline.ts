import { Notifier } from './notifier.ts';

/** A timer that calls `then` once. Its maker clears it. */
export class Deadline {
  passed = false;
  readonly #then: () => void;
  #timer: NodeJS.Timeout | undefined;
  #left: number;
  #since = 0;

  constructor(ms: number, then: () => void) {
    this.#left = ms;
    this.#then = then;
    this.#run();
  }

  clear(): void {
    clearTimeout(this.#timer);
  }

  /** Stop the clock until the returned function is called. */
  hold(): () => void {
    this.clear();
    this.#left -= performance.now() - this.#since;
    return () => {
      if (!this.passed) {
        this.#run();
      }
    };
  }

  #run(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(
      () => {
        this.passed = true;
        this.#then();
      },
      Math.max(0, this.#left)
    );
  }
}

/** True when `work` was done in time; rejects when it fails in time. */
export async function inTime(
  ms: number,
  work: Promise<unknown>
): Promise<boolean> {
  let deadline: Deadline | undefined;
  const late = new Promise<boolean>(resolve => {
    deadline = new Deadline(ms, () => {
      resolve(false);
    });
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    deadline?.clear();
  }
}

/** Let the time pass, or stop waiting when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const over = new Notifier();
  const deadline = new Deadline(ms, () => {
    over.notify();
  });
  await over.next(signal).catch(() => undefined);
  deadline.clear();
}
