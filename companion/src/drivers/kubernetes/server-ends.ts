import type { V1Pod } from '@kubernetes/client-node';
import type { Logger } from 'pino';
import { endInTime } from '../cluster/pod-end.ts';
import type { PodDeps } from '../cluster/pod-end.ts';
import type { ExitListener } from '../driver.ts';
import type { ServerRef } from '../server-ref.ts';
import { alivePod, hasEnded, serverOf } from './described-pod.ts';
import { serverExit } from './server-exit.ts';

export interface ServerEndsDeps extends PodDeps {
  readonly log: Pick<Logger, 'warn'>;
}

/** Tells of servers that ended by themselves, and ends what is left of them. */
export class ServerEnds {
  readonly #deps: ServerEndsDeps;
  /** Names of pods whose end was told, or is our doing. */
  readonly #known = new Set<string>();
  readonly #listeners = new Set<ExitListener>();
  readonly #unwatch: () => void;

  /** `starts` is true while a server is starting: a start tells its own end. */
  constructor(deps: ServerEndsDeps, starts: (server: ServerRef) => boolean) {
    this.#deps = deps;
    this.#unwatch = deps.inventory.onChange((pod, gone) => {
      const server = serverOf(pod);
      if (server && (gone || hasEnded(pod))) {
        this.#ended(server, pod, gone, starts);
      }
    });
  }

  listen(listener: ExitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The end of this pod is our doing. */
  expect(pod: string): void {
    this.#known.add(pod);
  }

  /** End a pod; one that does not end is told of again when it does. */
  async endQuietly(pod: V1Pod): Promise<void> {
    const error = await endInTime(this.#deps, pod);
    const { name = '' } = pod.metadata ?? {};
    if (error !== undefined) {
      this.#known.delete(name);
      this.#deps.log.warn(
        { err: error, pod: name },
        'A pod did not end; it is tried again.'
      );
    }
  }

  dispose(): void {
    this.#unwatch();
    this.#listeners.clear();
  }

  #ended(
    server: ServerRef,
    pod: V1Pod,
    gone: boolean,
    starts: (server: ServerRef) => boolean
  ): void {
    const { name = '' } = pod.metadata ?? {};
    const known = gone ? this.#known.delete(name) : this.#known.has(name);
    if (known || starts(server)) {
      return;
    }
    // A stray pod, left by a lost answer, says nothing of a server that runs.
    const other = alivePod(this.#deps.inventory.pods, server, pod);
    const why = serverExit(this.#deps.cluster, pod);
    for (const listener of other ? [] : this.#listeners) {
      listener(server, why);
    }
    this.#known.add(name);
    // Its agent would keep the pod. `why` goes first: the log ends with it.
    void why.then(() => this.endQuietly(pod));
  }
}
