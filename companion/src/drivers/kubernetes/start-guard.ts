import { Failed } from '../../base/errors.ts';
import { runsAlready } from '../start-failure.ts';
import type { Progress } from '../driver.ts';
import type { ServerRef } from '../server-ref.ts';

const keyOf = ({ user, name }: ServerRef) => `${user}/${name}`;

/** Runs the fills and starts of servers: one at a time for each server. */
export class StartGuard {
  readonly #starting = new Map<string, AbortController>();

  has(server: ServerRef): boolean {
    return this.#starting.has(keyOf(server));
  }

  /** Do the work of a start; a stop of the server aborts it. */
  async guard<T>(
    server: ServerRef,
    progress: Progress,
    work: (progress: Progress) => Promise<T>
  ): Promise<T> {
    const key = keyOf(server);
    if (this.#starting.has(key)) {
      throw runsAlready(server);
    }
    const stopped = new AbortController();
    this.#starting.set(key, stopped);
    const signal = AbortSignal.any([progress.signal, stopped.signal]);
    try {
      signal.throwIfAborted();
      return await work({ ...progress, signal });
    } finally {
      this.#starting.delete(key);
    }
  }

  end(server: ServerRef): void {
    this.#starting
      .get(keyOf(server))
      ?.abort(
        new Failed('interrupted', 'The server was stopped as it started.')
      );
  }
}
