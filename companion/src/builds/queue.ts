interface Waiting {
  readonly id: string;
  readonly user: string;
  /** Lower turns come first; each task of a user has a later one. */
  readonly turn: number;
  readonly enter: () => void;
}

export interface QueueOptions {
  /** How many tasks run at once. */
  readonly atOnce: number;
  /** How many tasks of one user run at once; by default `atOnce`. */
  readonly atOnceOfUser?: number;
  /** Called with the place of a task that waits, and when it waits no more. */
  readonly moved?: (id: string, position: number | undefined) => void;
}

/**
 * Lets a limited number of tasks run at once. The others wait, those of one user
 * in the order in which they came; users take turns, so that nobody waits for
 * all tasks of another user.
 */
export class Queue {
  readonly #options: Required<QueueOptions>;
  #waiting: Waiting[] = [];
  readonly #positions = new Map<string, number>();
  /** The number of tasks that run, by user. */
  readonly #running = new Map<string, number>();
  /** The turn of the last task that came, by user. */
  readonly #last = new Map<string, number>();
  /** The turn of the last task that was begun. */
  #turn = 0;

  constructor(options: QueueOptions) {
    this.#options = {
      atOnceOfUser: options.atOnce,
      moved: () => undefined,
      ...options
    };
  }

  /** Run `task` when it is its turn; an abort takes it out of the queue. */
  async run<T>(
    { id, user }: { readonly id: string; readonly user: string },
    signal: AbortSignal,
    task: () => Promise<T>
  ): Promise<T> {
    await this.#enter(id, user, signal);
    try {
      return await task();
    } finally {
      this.#count(user, -1);
      this.#next();
    }
  }

  async #enter(id: string, user: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const turn = Math.max(this.#turn, (this.#last.get(user) ?? -1) + 1);
    this.#last.set(user, turn);
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.#remove(entry);
        this.#tell();
        reject(signal.reason as Error);
      };
      const enter = () => {
        signal.removeEventListener('abort', leave);
        this.#remove(entry);
        this.#count(user, 1);
        this.#turn = Math.max(this.#turn, turn);
        resolve();
      };
      const entry = { id, user, turn, enter };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(entry);
      this.#next();
    });
  }

  #next(): void {
    for (
      let first = this.#first();
      first !== undefined;
      first = this.#first()
    ) {
      first.enter();
    }
    this.#tell();
  }

  /** Find the task whose turn it is, if there is room for one more. */
  #first(): Waiting | undefined {
    const { atOnce, atOnceOfUser } = this.#options;
    const all = [...this.#running.values()].reduce((sum, n) => sum + n, 0);
    return all < atOnce
      ? this.#inOrder().find(
          ({ user }) => (this.#running.get(user) ?? 0) < atOnceOfUser
        )
      : undefined;
  }

  /** Sort by turn; tasks of the same turn stay as they came. */
  #inOrder(): Waiting[] {
    return this.#waiting.toSorted((a, b) => a.turn - b.turn);
  }

  #remove(entry: Waiting): void {
    this.#waiting = this.#waiting.filter(other => other !== entry);
    if (this.#positions.delete(entry.id)) {
      this.#options.moved(entry.id, undefined);
    }
  }

  #count(user: string, change: number): void {
    const count = (this.#running.get(user) ?? 0) + change;
    if (count === 0) {
      this.#running.delete(user);
    } else {
      this.#running.set(user, count);
    }
  }

  /** Report each task whose place has changed. */
  #tell(): void {
    for (const [index, { id }] of this.#inOrder().entries()) {
      if (this.#positions.get(id) !== index + 1) {
        this.#positions.set(id, index + 1);
        this.#options.moved(id, index + 1);
      }
    }
  }
}
