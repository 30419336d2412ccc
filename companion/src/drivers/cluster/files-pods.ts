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
/** From the end of a server to the start of the one that replaces it. */
const NEXT_MS = 2_000;

interface Starting {
  readonly pod: Promise<V1Pod>;
  readonly cancel: AbortController;
}

/** Short-lived pods for file work while no server of a user runs. */
export class FilesPods {
  readonly #deps: FilesPodsDeps;
  readonly #starting = new Map<string, Starting>();
  /** When each was used last, by name. */
  readonly #used = new Map<string, number>();
  /** How many calls of each are under way, by name. */
  readonly #calls = new Counts();
  readonly #sweep: NodeJS.Timeout;
  /** Users of whom a server starts, and how many. */
  readonly #heldOff = new Counts();
  /** Pods that we have begun to end, by name. */
  readonly #ending = new Counts();
  /** Users whose server ends where there is room for one pod only. */
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

  /** The user's files pod, once its agent's container runs. */
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

  /** Keep a pod, if it is one of these, until the returned function is called. */
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

  /** One that ends is for nobody, though the cluster may not say so yet. */
  isEnding({ metadata }: V1Pod): boolean {
    return this.#ending.has(metadata?.name ?? '');
  }

  /**
   * While a server starts, none is started: it could take the room, or the
   * volume, that the server is about to have.
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
   * While a server ends, and a moment longer, files wait: where there is room for
   * one pod only, another server may be about to take it.
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

  /** The user's files pod makes way where there is room for one pod only. */
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

  /** Nobody waits for a pod any more, and none is started. */
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
    // Nobody holds it yet, however long its start takes.
    const begun = this.#calls.add(run.name);
    try {
      const running = await run.until(
        sight => (stateOf(sight.pod, 'agent')?.running ? sight.pod : undefined),
        signal
      );
      this.#use(running);
      return running;
    } catch (error) {
      // The next companion finds it, and uses it or ends it.
      if (!closing.aborted) {
        await run.end(AbortSignal.timeout(END_MS)).catch(() => undefined);
      }
      throw error;
    } finally {
      begun();
    }
  }

  /** Whether there was one. */
  async #endAll(user: string): Promise<boolean> {
    const starting = this.#starting.get(user);
    starting?.cancel.abort();
    // One that is ready already ends with the others.
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
      // One that an earlier companion left is used from now on.
      const used = this.#used.get(name) ?? performance.now();
      this.#used.set(name, used);
      if (performance.now() - used > settings.filesPodMs) {
        this.#end(pod).catch((error: unknown) => {
          log.warn({ err: error, pod: name }, 'A files pod did not end.');
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
