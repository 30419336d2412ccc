/** The companion did not answer: what it said before still counts for a while. */
export class Away extends Error {
  override readonly name = 'Away';
}

export interface StaleCacheOptions {
  /** How long an answer is not asked for again. */
  readonly freshMs: number;
  /** How long it counts while nobody answers, since it was last confirmed. */
  readonly graceMs: number;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

interface Entry<T> {
  readonly value: T;
  readonly confirmedAt: number;
  /** When to ask again. */
  askAt: number;
}

const MOST = 20_000;

/** Between two questions while the companion is away. */
const AGAIN_MS = 1_000;

/**
 * Answers of the companion by question. Only "yes" is remembered: who was told
 * "no" may be told otherwise a moment later. A "no" takes effect at once.
 */
export class StaleCache<T> {
  readonly #options: StaleCacheOptions;
  readonly #entries = new Map<string, Entry<T>>();
  readonly #asking = new Map<string, Promise<T | undefined>>();

  constructor(options: StaleCacheOptions) {
    this.#options = options;
  }

  async get(
    key: string,
    ask: () => Promise<T | undefined>
  ): Promise<T | undefined> {
    const entry = this.#entries.get(key);
    if (entry && this.#options.clock() < entry.askAt && this.#counts(entry)) {
      return entry.value;
    }
    let asking = this.#asking.get(key);
    if (!asking) {
      asking = this.#ask(key, ask).finally(() => this.#asking.delete(key));
      this.#asking.set(key, asking);
    }
    return await asking;
  }

  /** Ask at the next use, whatever was said. */
  doubt(key: string): void {
    const entry = this.#entries.get(key);
    if (entry) {
      entry.askAt = 0;
    }
  }

  async #ask(
    key: string,
    ask: () => Promise<T | undefined>
  ): Promise<T | undefined> {
    const { clock, freshMs } = this.#options;
    // From before the question: the answer is at least as old.
    const confirmedAt = clock();
    try {
      const value = await ask();
      this.#entries.delete(key);
      if (value !== undefined) {
        const askAt = confirmedAt + freshMs;
        this.#entries.set(key, { value, confirmedAt, askAt });
        this.#prune();
      }
      return value;
    } catch (error) {
      const entry = this.#entries.get(key);
      if (!(error instanceof Away) || !entry || !this.#counts(entry)) {
        throw error;
      }
      entry.askAt = clock() + AGAIN_MS;
      return entry.value;
    }
  }

  #counts({ confirmedAt }: Entry<T>): boolean {
    const { clock, graceMs } = this.#options;
    return clock() - confirmedAt <= graceMs;
  }

  /** The one that was confirmed longest ago goes first. */
  #prune(): void {
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= MOST) {
        return;
      }
      this.#entries.delete(key);
    }
  }
}
