import { Failed } from '../base/errors.ts';
import type {
  Driver,
  Endpoint,
  ExitListener,
  Progress,
  RunningServer
} from '../drivers/driver.ts';
import type { ServerRef } from '../drivers/server-ref.ts';
import type { LaunchPlan } from '../drivers/launch-plan.ts';

const keyOf = ({ user, name }: ServerRef) => `${user}/${name}`;

/**
 * A platform in memory. A start waits for `starting` and a stop for `stopping`;
 * a test replaces them to hold or to break either.
 */
export class FakeDriver implements Driver {
  strategy: Driver['strategy'] = 'overlap';
  rescueImage: string | undefined;
  home?: Driver['home'];
  fill?: Driver['fill'];
  readonly started: LaunchPlan[] = [];
  readonly stopped: ServerRef[] = [];
  disposed = false;
  starting: (plan: LaunchPlan, progress: Progress) => Promise<void> = () =>
    Promise.resolve();
  stopping: (server: ServerRef) => Promise<void> = () => Promise.resolve();
  readonly #running = new Map<string, RunningServer>();
  readonly #listeners = new Set<ExitListener>();

  async start(plan: LaunchPlan, progress: Progress): Promise<RunningServer> {
    const key = keyOf(plan.server);
    if (this.#running.has(key)) {
      throw new Failed('internal', `The server ${key} runs already.`);
    }
    this.started.push(plan);
    progress.report('Starting the server');
    const aborted = abortion(progress.signal);
    try {
      await Promise.race([this.starting(plan, progress), aborted.promise]);
    } finally {
      aborted.dispose();
    }
    const server = {
      ...plan.server,
      project: plan.project,
      image: plan.image,
      path: `/user/${key}/`,
      startedAt: new Date(0).toISOString()
    };
    this.#running.set(key, server);
    return server;
  }

  async stop(server: ServerRef): Promise<void> {
    this.stopped.push({ user: server.user, name: server.name });
    await this.stopping(server);
    this.#running.delete(keyOf(server));
  }

  /** Like the local driver's: stop every server of every user. */
  async stopAll(): Promise<void> {
    for (const server of [...this.#running.values()]) {
      await this.stop(server);
    }
  }

  list(user: string): Promise<RunningServer[]> {
    return this.known(user);
  }

  known(user?: string): Promise<RunningServer[]> {
    const all = [...this.#running.values()];
    return Promise.resolve(
      all.filter(server => user === undefined || server.user === user)
    );
  }

  answers(): Promise<void> {
    return Promise.resolve();
  }

  endpoint(server: ServerRef): Promise<Endpoint | undefined> {
    return Promise.resolve(
      this.#running.has(keyOf(server))
        ? { target: 'http://127.0.0.1:9', token: 'fake' }
        : undefined
    );
  }

  onExit(listener: ExitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** End a server by itself, like one that crashes. */
  exit(server: ServerRef, why?: Failed): void {
    this.#running.delete(keyOf(server));
    for (const listener of this.#listeners) {
      listener(server, Promise.resolve(why));
    }
  }

  dispose(): Promise<void> {
    this.disposed = true;
    return Promise.resolve();
  }
}

/** Reject when the signal aborts, so that a held start can be cancelled. */
function abortion(signal: AbortSignal) {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => {
    reject(new Failed('interrupted', 'The start was cancelled.'));
  };
  if (signal.aborted) {
    abort();
  } else {
    signal.addEventListener('abort', abort, { once: true });
  }
  return {
    promise,
    dispose: () => {
      signal.removeEventListener('abort', abort);
    }
  };
}
