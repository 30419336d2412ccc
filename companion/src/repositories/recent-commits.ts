import type { Source } from '../contract/contract.ts';

/** The number of commits whose contents are remembered. */
const COMMITS = 50;

/** Remembers what was read of a commit, which never changes: read once. */
export class RecentCommits<Read> {
  /** By address and commit, the last used at the end. */
  readonly #seen = new Map<string, Read>();

  async get({ url, commit }: Source, read: () => Promise<Read>): Promise<Read> {
    const key = `${url} ${commit}`;
    const seen = this.#seen.get(key) ?? (await read());
    this.#seen.delete(key);
    this.#seen.set(key, seen);
    for (const old of [...this.#seen.keys()].slice(0, -COMMITS)) {
      this.#seen.delete(old);
    }
    return seen;
  }
}
