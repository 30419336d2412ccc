/** The companion did not answer: what it said before still counts for a while. */
export class Away extends Error {
  override readonly name = 'Away';
}

export interface StaleCacheOptions {
  /** How long an answer is not asked for again. */
  readonly freshMs: number;
  /** How long an answer counts, once confirmed, while nobody answers. */
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

/** Time between two questions while the companion is away. */
const AGAIN_MS = 1_000;

/**
 * Answers of the companion by question. Only "yes" is remembered, as a "no" may
 * become a "yes" a moment later. A "no" takes effect at once.
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

  /** Ask again at the next use, however fresh the answer is. */
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
    // Taken before the question, so that no answer counts for too long.
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

  /** Drop the answers that were confirmed longest ago. */
  #prune(): void {
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= MOST) {
        return;
      }
      this.#entries.delete(key);
    }
  }
}
