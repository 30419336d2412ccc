export interface PatienceOptions {
  /** The first pause, in milliseconds; each one is twice as long as the last. */
  readonly firstMs: number;
  /** For how long in all one waits for who says nothing any more. */
  readonly wholeMs: number;
}

const LONGEST_PAUSE_MS = 30_000;

/** When somebody who was lost is asked again, and when no more. */
export class Patience {
  readonly #options: PatienceOptions;
  /** Since when nothing was heard. */
  #lostAt: number | undefined;
  #losses = 0;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** Something was heard: it is there, though it may be cut off each time. */
  heard(): void {
    this.#lostAt = undefined;
  }

  /** It went on: the next pause is a short one. */
  wentOn(): void {
    this.heard();
    this.#losses = 0;
  }

  /**
   * The pause before it is asked again, in milliseconds; none where it was waited
   * for long enough. `livedMs` is how long there was a connection at last.
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
