/**
 * Lets a limited number of tasks run at once. The others wait in the order in
 * which they came, and are told where they stand.
 */
export class Queue {
  readonly #atOnce: number;
  readonly #moved: (id: string, position: number | undefined) => void;
  readonly #waiting: { id: string; enter: () => void }[] = [];
  #running = 0;

  constructor(deps: {
    readonly atOnce: number;
    readonly moved?: (id: string, position: number | undefined) => void;
  }) {
    this.#atOnce = deps.atOnce;
    this.#moved = deps.moved ?? (() => undefined);
  }

  /** Run `task` when it is its turn; an abort takes it out of the queue. */
  async run<T>(
    id: string,
    signal: AbortSignal,
    task: () => Promise<T>
  ): Promise<T> {
    await this.#turn(id, signal);
    try {
      return await task();
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }

  async #turn(id: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#running < this.#atOnce) {
      this.#running += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        const index = this.#waiting.findIndex(entry => entry.enter === enter);
        this.#waiting.splice(index, 1);
        this.#moved(id, undefined);
        this.#tell();
        reject(signal.reason as Error);
      };
      const enter = () => {
        signal.removeEventListener('abort', leave);
        this.#moved(id, undefined);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push({ id, enter });
      this.#moved(id, this.#waiting.length);
    });
  }

  #next(): void {
    const first = this.#waiting.shift();
    if (first) {
      this.#running += 1;
      first.enter();
      this.#tell();
    }
  }

  #tell(): void {
    for (const [index, { id }] of this.#waiting.entries()) {
      this.#moved(id, index + 1);
    }
  }
}
