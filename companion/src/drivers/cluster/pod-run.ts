import { setTimeout as sleep } from 'node:timers/promises';
import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { Failed } from '../../base/errors.ts';
import {
  isTransient,
  persist,
  refusalOf,
  statusOf,
  unreachable
} from './cluster.ts';
import { podLog } from './pod-log.ts';
import { endPod, endWhenSeen } from './pod-end.ts';
import type { PodDeps } from './pod-end.ts';
import { podFailure } from './pod-failure.ts';
import { isForQuota } from './refusal.ts';
import { isTrue, startCause } from './start-cause.ts';

/** Pause between two looks at a pod's events, which we do not watch. */
const TICK_MS = 1_000;
/** After so many looks the pod is read, too, as a watch may fall silent. */
const READ_EVERY = 5;
/** A quota counts a pod for a moment longer than the pod is there. */
const QUOTA_LAG_MS = 3_000;
const QUOTA_PAUSE_MS = 250;

/** A pod on its way, and its events. */
export interface Sight {
  readonly pod: V1Pod;
  readonly events: readonly CoreV1Event[];
}

/** One pod that we made, from its creation to its end. */
export class PodRun {
  readonly name: string;
  readonly uid: string;
  readonly #deps: PodDeps;
  #events: readonly CoreV1Event[] = [];
  #unplacedSince: number | undefined;

  private constructor(deps: PodDeps, pod: V1Pod) {
    this.#deps = deps;
    this.name = pod.metadata?.name ?? '';
    this.uid = pod.metadata?.uid ?? '';
  }

  /** Make the pod. The create may be repeated, as nobody else uses the name. */
  static async create(
    deps: PodDeps,
    pod: V1Pod,
    signal: AbortSignal
  ): Promise<PodRun> {
    const { api, namespace } = deps.cluster;
    const { outageMs } = deps;
    const name = pod.metadata?.name ?? '';
    let isUnknown = false;
    const create = async () => {
      try {
        return await api.createNamespacedPod({ namespace, body: pod });
      } catch (error) {
        isUnknown ||= isTransient(error);
        if (statusOf(error) === 409) {
          return await api.readNamespacedPod({ namespace, name });
        }
        throw error;
      }
    };
    const given = (error: unknown) => {
      if (isUnknown) {
        endWhenSeen(deps, name);
      }
      return error;
    };
    for (;;) {
      try {
        const made = await persist(create, { outageMs, signal });
        deps.inventory.learn(made);
        return new PodRun(deps, made);
      } catch (error) {
        const lag = performance.now() - deps.inventory.goneAt;
        if (!isForQuota(error)) {
          throw given(error);
        }
        if (lag > QUOTA_LAG_MS) {
          throw given(overQuota(error));
        }
      }
      await sleep(QUOTA_PAUSE_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) {
        throw given(signal.reason);
      }
    }
  }

  /** The pod as it is known now; fails when the pod was deleted by hand. */
  get pod(): V1Pod {
    const pod = this.#deps.inventory.find(this.name);
    if (!pod || pod.metadata?.deletionTimestamp !== undefined) {
      throw new Failed('interrupted', 'The pod was deleted as it started.', {
        actions: ['retry', 'stay']
      });
    }
    return pod;
  }

  /**
   * Wait until `done` finds something. Fails as soon as the platform knows that
   * the pod will not start, or when the cluster has not answered for too long.
   */
  async until<T>(
    done: (sight: Sight) => T | undefined,
    signal: AbortSignal
  ): Promise<T> {
    let answered = performance.now();
    for (let look = 0; ; look += 1) {
      const found = this.#look(done);
      if (found !== undefined) {
        return found;
      }
      await this.#change(signal);
      // A success that the pod itself shows waits for no list of events.
      const soon = this.#done(done);
      if (soon !== undefined) {
        return soon;
      }
      try {
        await this.#refresh(look);
        answered = performance.now();
      } catch (error) {
        if (!isTransient(error)) {
          throw refusalOf(error);
        }
        if (performance.now() - answered > this.#deps.outageMs) {
          throw unreachable(error);
        }
      }
    }
  }

  /** Delete this pod and no other of its name, and wait until it is gone. */
  async end(signal: AbortSignal): Promise<void> {
    await endPod(this.#deps, { name: this.name, uid: this.uid }, signal);
  }

  /** Return the end of a container's log; empty where it cannot be had. */
  async log(container: string, secret: string): Promise<string> {
    return await podLog(this.#deps.cluster, this.name, container, secret);
  }

  #look<T>(done: (sight: Sight) => T | undefined): T | undefined {
    const found = this.#done(done);
    if (found !== undefined) {
      return found;
    }
    const { pod } = this;
    const events = this.#events;
    const placed = isTrue(pod, 'PodScheduled');
    const now = performance.now();
    this.#unplacedSince = placed ? undefined : (this.#unplacedSince ?? now);
    const unplacedMs = now - (this.#unplacedSince ?? now);
    const cause = startCause({ pod, events, unplacedMs });
    if (cause) {
      throw cause;
    }
    return undefined;
  }

  /** Call `done`; fails when the machine gave up the pod. */
  #done<T>(done: (sight: Sight) => T | undefined): T | undefined {
    const { pod } = this;
    const lost = podFailure(pod);
    if (lost) {
      throw lost;
    }
    return done({ pod, events: this.#events });
  }

  /** Wait until the pod changes, or its events are to be looked at again. */
  async #change(signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const stop = this.#deps.inventory.onChange(({ metadata }) => {
      if (metadata?.name === this.name) {
        woken.abort();
      }
    });
    const either = AbortSignal.any([signal, woken.signal]);
    await sleep(TICK_MS, undefined, { signal: either }).catch(() => undefined);
    stop();
    signal.throwIfAborted();
  }

  async #refresh(look: number): Promise<void> {
    const { api, namespace } = this.#deps.cluster;
    const fieldSelector = `involvedObject.uid=${this.uid}`;
    const events = await api.listNamespacedEvent({ namespace, fieldSelector });
    this.#events = events.items.toSorted((one, other) => at(one) - at(other));
    if (look % READ_EVERY === READ_EVERY - 1) {
      await this.#deps.inventory.read(this.name);
    }
  }
}

function at({ lastTimestamp, eventTime }: CoreV1Event): number {
  return new Date(lastTimestamp ?? eventTime ?? 0).getTime();
}

/** Turn a used-up quota into `no-room`: another pod may end and make room. */
function overQuota(cause: Failed): Failed {
  return new Failed('no-room', 'Your quota on this cluster is used up.', {
    cause,
    values: { reason: 'quota' },
    actions: ['retry', 'stay']
  });
}

/** A failed end is ignored: it must not hide why the pod was ended. */
const END_MS = 30_000;
export async function endQuietly(run: PodRun): Promise<void> {
  await run.end(AbortSignal.timeout(END_MS)).catch(() => undefined);
}
