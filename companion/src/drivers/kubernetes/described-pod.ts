/** What the labels and annotations of a server's pod say of it. */
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

/** Whether nothing serves any more, though other containers may run. */
export function hasEnded(pod: V1Pod): boolean {
  // A machine that ends a pod says so of the pod, and not always of containers.
  const { phase } = pod.status ?? {};
  return (
    phase === 'Failed' ||
    phase === 'Succeeded' ||
    stateOf(pod, NOTEBOOK)?.terminated !== undefined
  );
}

/** A pod that is stuck in its end is no server any more. */
export function isAlive(pod: V1Pod): boolean {
  return pod.metadata?.deletionTimestamp === undefined && !hasEnded(pod);
}

/** The pod of a server that is alive, if there is one; any but that one. */
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
