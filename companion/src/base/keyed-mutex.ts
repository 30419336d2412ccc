/** Lets one piece of work at a time run for each key, in the order of asking. */
export class KeyedMutex {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Run `work` once all that was asked for this key before has ended. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const result = before.then(work);
    const settled = result.then(
      () => undefined,
      () => undefined
    );
    this.#last.set(key, settled);
    void settled.then(() => {
      if (this.#last.get(key) === settled) {
        this.#last.delete(key);
      }
    });
    return result;
  }
}
