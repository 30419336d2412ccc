/** Reads a server from the labels and annotations of its pod. */
import type { V1Pod } from '@kubernetes/client-node';
import { z } from 'zod';
import type { RunningServer } from '../driver.ts';
import type { ServerRef } from '../server-ref.ts';
import { ANNOTATIONS, LABELS } from '../cluster/names.ts';
import { stateOf } from '../cluster/container-states.ts';
import { NOTEBOOK } from '../cluster/notebook.ts';

const Annotations = z.object({
  [ANNOTATIONS.user]: z.string(),
  [ANNOTATIONS.project]: z.string(),
  [ANNOTATIONS.image]: z.string(),
  [ANNOTATIONS.path]: z.string()
});

export function described(pod: V1Pod): RunningServer {
  const { labels, annotations, creationTimestamp } = pod.metadata ?? {};
  const said = Annotations.parse(annotations);
  return {
    user: said[ANNOTATIONS.user],
    name: labels?.[LABELS.server] ?? '',
    project: said[ANNOTATIONS.project],
    image: said[ANNOTATIONS.image],
    path: said[ANNOTATIONS.path],
    startedAt: new Date(creationTimestamp ?? 0).toISOString()
  };
}

export function serverOf({ metadata }: V1Pod): ServerRef | undefined {
  const user = metadata?.annotations?.[ANNOTATIONS.user];
  const name = metadata?.labels?.[LABELS.server];
  const role = metadata?.labels?.[LABELS.role];
  return role === 'server' && user !== undefined && name !== undefined
    ? { user, name }
    : undefined;
}

function isServer(pod: V1Pod, server: ServerRef): boolean {
  const found = serverOf(pod);
  return found?.user === server.user && found.name === server.name;
}

export function matches(pod: V1Pod, labels: Record<string, string>): boolean {
  return Object.entries(labels).every(
    ([key, value]) => pod.metadata?.labels?.[key] === value
  );
}

/** True when nothing serves any more, though other containers may run. */
export function hasEnded(pod: V1Pod): boolean {
  // A machine that ends a pod says so for the pod, not always for containers.
  const { phase } = pod.status ?? {};
  return (
    phase === 'Failed' ||
    phase === 'Succeeded' ||
    stateOf(pod, NOTEBOOK)?.terminated !== undefined
  );
}

/** True for a server that neither ended nor is being ended. */
export function isAlive(pod: V1Pod): boolean {
  return pod.metadata?.deletionTimestamp === undefined && !hasEnded(pod);
}

/** Find the pod of a server that is alive, other than `but`. */
export function alivePod(
  pods: readonly V1Pod[],
  server: ServerRef,
  but?: V1Pod
): V1Pod | undefined {
  return pods.find(
    pod =>
      isServer(pod, server) &&
      isAlive(pod) &&
      pod.metadata?.name !== but?.metadata?.name
  );
}

export function runs(pod: V1Pod): boolean {
  return stateOf(pod, NOTEBOOK)?.running !== undefined;
}
