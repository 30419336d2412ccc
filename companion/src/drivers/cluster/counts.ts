/** Counts how many there are of each key. */
export class Counts {
  readonly #counts = new Map<string, number>();

  has(key: string): boolean {
    return this.#counts.has(key);
  }

  /** Count one more of a key, until the returned function is called. */
  add(key: string): () => void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    return () => {
      const others = (this.#counts.get(key) ?? 1) - 1;
      if (others > 0) {
        this.#counts.set(key, others);
      } else {
        this.#counts.delete(key);
      }
    };
  }
}
