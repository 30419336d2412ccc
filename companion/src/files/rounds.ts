/** Looks again and again at something that tells of no change by itself. */
export class Rounds {
  readonly #look: () => Promise<void>;
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | undefined;

  constructor(options: {
    readonly everyMs: number;
    readonly look: () => Promise<void>;
    readonly onError: (error: unknown) => void;
  }) {
    this.#look = options.look;
    this.#timer = setInterval(() => {
      this.now().catch(options.onError);
    }, options.everyMs);
    this.#timer.unref();
  }

  /** Look once, or join the look that is under way. */
  now(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** Stop; resolves when no look is under way any more. */
  async dispose(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking?.catch(() => undefined);
  }
}
