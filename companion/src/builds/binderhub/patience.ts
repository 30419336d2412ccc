export interface PatienceOptions {
  /** The first pause, in milliseconds; each one is twice as long as the last. */
  readonly firstMs: number;
  /** How long a silent server is waited for in all, in milliseconds. */
  readonly wholeMs: number;
}

const LONGEST_PAUSE_MS = 30_000;

/** Decides when a server that was lost is asked again, and when no more. */
export class Patience {
  readonly #options: PatienceOptions;
  /** Since when nothing was heard. */
  #lostAt: number | undefined;
  #losses = 0;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** Notes that the server is there, though it may be cut off each time. */
  heard(): void {
    this.#lostAt = undefined;
  }

  /** Notes that the work went on: the next pause is a short one. */
  wentOn(): void {
    this.heard();
    this.#losses = 0;
  }

  /**
   * Returns the pause before the next attempt, in milliseconds, or nothing when
   * the wait was long enough. `livedMs` is how long the last connection lasted.
   */
  pause(now: number, livedMs: number): number | undefined {
    const { firstMs, wholeMs } = this.#options;
    const pauseAfter = (losses: number) =>
      Math.min(firstMs * 2 ** losses, LONGEST_PAUSE_MS);
    if (this.#losses > 0 && livedMs > pauseAfter(this.#losses - 1)) {
      this.#losses = 0;
    }
    this.#lostAt ??= now;
    const pause = pauseAfter(this.#losses);
    this.#losses += 1;
    return now + pause > this.#lostAt + wholeMs ? undefined : pause;
  }
}
