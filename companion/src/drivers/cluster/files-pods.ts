import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import type { Logger } from 'pino';
import { Failed } from '../../base/errors.ts';
import { unavailable } from '../../volumes/volume-failure.ts';
import { Counts } from './counts.ts';
import { isOf, LABELS, newGeneration } from './names.ts';
import type { PodSettings } from './pod-parts.ts';
import { endPod } from './pod-end.ts';
import type { PodDeps } from './pod-end.ts';
import { PodRun } from './pod-run.ts';
import { filesPod } from './volume-pods.ts';
import { stateOf } from './container-states.ts';
import { withoutFiles } from './volume-cause.ts';

export interface FilesPodsDeps extends PodDeps {
  readonly settings: PodSettings;
  readonly log: Pick<Logger, 'warn'>;
}

const START_MS = 120_000;
const END_MS = 30_000;
/** Time from the end of a server to the start of the one that replaces it. */
const NEXT_MS = 2_000;

interface Starting {
  readonly pod: Promise<V1Pod>;
  readonly cancel: AbortController;
}

/** Short-lived pods for file work while no server of a user runs. */
export class FilesPods {
  readonly #deps: FilesPodsDeps;
  readonly #starting = new Map<string, Starting>();
  /** When each files pod was used last, by its name. */
  readonly #used = new Map<string, number>();
  /** Calls to each files pod that are under way, by its name. */
  readonly #calls = new Counts();
  readonly #sweep: NodeJS.Timeout;
  /** Starts of servers that are under way, by user. */
  readonly #heldOff = new Counts();
  /** Pods that we have begun to end, by name. */
  readonly #ending = new Counts();
  /** Ends of servers where a volume takes one pod only, by user. */
  readonly #leaving = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();

  constructor(deps: FilesPodsDeps) {
    this.#deps = deps;
    const often = Math.max(500, deps.settings.filesPodMs / 4);
    this.#sweep = setInterval(() => {
      this.#endUnused();
    }, often);
    this.#sweep.unref();
  }

  /** Start the user's files pod; resolves once its agent's container runs. */
  async start(user: string): Promise<V1Pod> {
    this.#closing.signal.throwIfAborted();
    if (this.#heldOff.has(user)) {
      throw unavailable('Your files can be seen when your server has started.');
    }
    const before = this.#starting.get(user);
    if (before) {
      return await before.pod;
    }
    const cancel = new AbortController();
    const pod = this.#start(user, cancel.signal)
      .catch((error: unknown) => {
        throw withoutFiles(error);
      })
      .finally(() => {
        this.#starting.delete(user);
      });
    this.#starting.set(user, { pod, cancel });
    return await pod;
  }

  /** Keep a pod if it is a files pod, until the returned function is called. */
  hold(pod: V1Pod): () => void {
    if (!isFilesPod(pod)) {
      return () => undefined;
    }
    const release = this.#calls.add(pod.metadata?.name ?? '');
    return () => {
      release();
      this.#use(pod);
    };
  }

  /** True while we end the pod, though the cluster may not say so yet. */
  isEnding({ metadata }: V1Pod): boolean {
    return this.#ending.has(metadata?.name ?? '');
  }

  /**
   * Start no files pod while `work` starts a server: it could take the room or
   * the volume that the server is about to have.
   */
  async holdOff<T>(user: string, work: () => Promise<T>): Promise<T> {
    const release = this.#heldOff.add(user);
    try {
      return await work();
    } finally {
      release();
    }
  }

  /**
   * Stop a server. Where a volume takes one pod only, file work waits until a
   * moment after the end, as another server may be about to start.
   */
  async letGo(user: string, stop: () => Promise<void>): Promise<void> {
    if (!this.#isRoomForOne) {
      await stop();
      return;
    }
    const stopping = stop();
    const leaving = stopping
      .catch(() => undefined)
      .then(() => sleep(NEXT_MS, undefined, { ref: false }))
      .finally(() => {
        if (this.#leaving.get(user) === leaving) {
          this.#leaving.delete(user);
        }
      });
    this.#leaving.set(user, leaving);
    await stopping;
  }

  /** Resolves when no server of the user is ending, or has just ended. */
  async left(user: string): Promise<void> {
    await this.#leaving.get(user);
  }

  /**
   * Do `work`; the user's files pods end first, or when `work` finds no room.
   */
  async makeRoom<T>(user: string, work: () => Promise<T>): Promise<T> {
    if (this.#isRoomForOne) {
      await this.#endAll(user);
    }
    try {
      return await work();
    } catch (error) {
      const noRoom = error instanceof Failed && error.code === 'no-room';
      if (!noRoom || !(await this.#endAll(user))) {
        throw error;
      }
      return await work();
    }
  }

  /** Stop all waiting for pods, and start none any more. */
  dispose(): void {
    clearInterval(this.#sweep);
    this.#closing.abort(unavailable('The service is stopping.'));
  }

  get #isRoomForOne(): boolean {
    return this.#deps.settings.claim.accessMode === 'ReadWriteOncePod';
  }

  async #start(user: string, cancelled: AbortSignal): Promise<V1Pod> {
    const pod = filesPod(user, {
      settings: this.#deps.settings,
      companionUrl: '',
      generation: newGeneration(),
      secret: randomBytes(32).toString('hex')
    });
    const late = AbortSignal.timeout(START_MS);
    const closing = this.#closing.signal;
    const signal = AbortSignal.any([late, cancelled, closing]);
    const run = await PodRun.create(this.#deps, pod, signal);
    // Counted as a call: a pod that starts slowly is not ended as unused.
    const begun = this.#calls.add(run.name);
    try {
      const running = await run.until(
        sight => (stateOf(sight.pod, 'agent')?.running ? sight.pod : undefined),
        signal
      );
      this.#use(running);
      return running;
    } catch (error) {
      // When the service stops, the next one uses or ends the pod.
      if (!closing.aborted) {
        await run.end(AbortSignal.timeout(END_MS)).catch(() => undefined);
      }
      throw error;
    } finally {
      begun();
    }
  }

  /** End all files pods of the user; true when there was one. */
  async #endAll(user: string): Promise<boolean> {
    const starting = this.#starting.get(user);
    starting?.cancel.abort();
    // A pod that was ready before the abort ends with the others.
    await starting?.pod.catch(() => undefined);
    const pods = this.#pods().filter(pod => isOf(user, pod));
    await Promise.all(pods.map(pod => this.#end(pod)));
    return starting !== undefined || pods.length > 0;
  }

  #pods(): V1Pod[] {
    return this.#deps.inventory.pods.filter(isFilesPod);
  }

  #use({ metadata }: V1Pod): void {
    this.#used.set(metadata?.name ?? '', performance.now());
  }

  #endUnused(): void {
    const { settings, log } = this.#deps;
    const idle = this.#pods().filter(
      ({ metadata }) => !this.#calls.has(metadata?.name ?? '')
    );
    for (const pod of idle) {
      const name = pod.metadata?.name ?? '';
      // A pod that an earlier companion left counts as used just now.
      const used = this.#used.get(name) ?? performance.now();
      this.#used.set(name, used);
      if (performance.now() - used > settings.filesPodMs) {
        this.#end(pod).catch((error: unknown) => {
          log.warn(
            { err: error, pod: name },
            'A files pod did not end; it is tried again.'
          );
        });
      }
    }
  }

  async #end({ metadata }: V1Pod): Promise<void> {
    const { name = '', uid = '' } = metadata ?? {};
    const ended = this.#ending.add(name);
    try {
      await endPod(this.#deps, { name, uid }, AbortSignal.timeout(END_MS));
      this.#used.delete(name);
    } finally {
      ended();
    }
  }
}

function isFilesPod({ metadata }: V1Pod): boolean {
  return metadata?.labels?.[LABELS.role] === 'files';
}
