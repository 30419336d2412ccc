/**
 * Tells how long to wait before the next attempt to connect.
 */
export class BackOff {
  /**
   * @param delaysMs - The delay before each attempt; the last one repeats.
   */
  constructor(
    delaysMs: readonly number[] = [1000, 2000, 4000, 8000, 15_000, 30_000]
  ) {
    this._delaysMs = delaysMs;
  }

  /**
   * Return the next delay, in milliseconds. Tabs that lost the same companion
   * should not come back as one, so each delay varies by up to 15 %.
   */
  next(): number {
    const { length } = this._delaysMs;
    const base = this._delaysMs[Math.min(this._failures, length - 1)] ?? 0;
    this._failures += 1;
    return base * (0.85 + 0.3 * Math.random());
  }

  /**
   * Begin anew after a success.
   */
  reset(): void {
    this._failures = 0;
  }

  private readonly _delaysMs: readonly number[];
  private _failures = 0;
}
