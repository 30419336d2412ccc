import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import type { Cluster } from './cluster.ts';
import { persist, statusOf } from './cluster.ts';
import type { PodInventory } from './pod-inventory.ts';

export interface PodDeps {
  readonly cluster: Cluster;
  readonly inventory: PodInventory;
  readonly outageMs: number;
}

/** Pause between two looks at a pod, as the watch may be silent. */
const TICK_MS = 1_000;
/** Time for a pod that nobody waits for to end. */
const END_MS = 60_000;
/** A create that was not answered has made its pod by then, or never will. */
const SEEN_MS = 300_000;

/**
 * End the pod of a create that was given up as soon as it is heard of: the
 * create may have made it though its answer was lost, and nobody waits for it.
 */
export function endWhenSeen(deps: PodDeps, name: string): void {
  const { inventory } = deps;
  const look = () => {
    const pod = inventory.find(name);
    if (pod) {
      stop();
      // If the end fails, the pod is listed as a server, and can be stopped.
      void endInTime(deps, pod);
    }
  };
  const stop = inventory.onChange(look);
  setTimeout(stop, SEEN_MS).unref();
  look();
}

/** End a pod that nobody waits for. Returns why that failed, if it did. */
export async function endInTime(
  deps: PodDeps,
  { metadata }: V1Pod
): Promise<unknown> {
  const { name = '', uid = '' } = metadata ?? {};
  try {
    await endPod(deps, { name, uid }, AbortSignal.timeout(END_MS));
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Delete exactly this pod, never by force, and wait until it is gone. */
export async function endPod(
  { cluster, inventory, outageMs }: PodDeps,
  { name, uid }: { readonly name: string; readonly uid: string },
  signal: AbortSignal
): Promise<void> {
  const { api, namespace } = cluster;
  const body = { preconditions: { uid } };
  const call = () => api.deleteNamespacedPod({ namespace, name, body });
  try {
    await persist(call, { outageMs, signal });
  } catch (error) {
    // 409: another pod of that name; ours is gone.
    if (statusOf(error) !== 404 && statusOf(error) !== 409) {
      throw error;
    }
  }
  const isGone = () => inventory.find(name)?.metadata?.uid !== uid;
  while (!isGone()) {
    const woken = new AbortController();
    const stop = inventory.onChange(() => {
      woken.abort();
    });
    const either = AbortSignal.any([signal, woken.signal]);
    await sleep(TICK_MS, undefined, { signal: either }).catch(() => undefined);
    stop();
    signal.throwIfAborted();
    if (!woken.signal.aborted) {
      await inventory.read(name).catch(() => undefined);
    }
  }
}
