import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import { Failed } from '../../base/errors.ts';
import { lastLines, withLog } from '../server-output.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { exitCause } from '../cluster/exit-cause.ts';
import { NOTEBOOK } from '../cluster/notebook.ts';
import { podFailure } from '../cluster/pod-failure.ts';
import { podLog } from '../cluster/pod-log.ts';
import { stateOf } from '../cluster/container-states.ts';
import { serverToken } from '../cluster/server-token.ts';

/** A machine that has gone does not answer for the logs of its pods. */
const LOG_MS = 5_000;

/**
 * Tell why a server ended by itself; `undefined` when in order. Never rejects.
 */
export async function serverExit(
  cluster: Cluster,
  pod: V1Pod
): Promise<Failed | undefined> {
  const lost = podFailure(pod) ?? deletion(pod);
  const end = stateOf(pod, NOTEBOOK)?.terminated;
  if (!lost && (end?.exitCode ?? 0) === 0) {
    return undefined;
  }
  const log = await logOf(cluster, pod).catch(() => '');
  const why = lost ?? (end && exitCause(end, lastLines(log)));
  return why instanceof Failed ? withLog(why, log) : undefined;
}

/** Tell that somebody else, or a machine being emptied, deleted the pod. */
function deletion({ metadata }: V1Pod): Failed | undefined {
  const reason = 'its pod was deleted.';
  return metadata?.deletionTimestamp === undefined
    ? undefined
    : new Failed('interrupted', `The server was ended: ${reason}`, {
        values: { reason }
      });
}

async function logOf(cluster: Cluster, pod: V1Pod): Promise<string> {
  const name = pod.metadata?.name ?? '';
  return await Promise.race([
    podLog(cluster, name, NOTEBOOK, serverToken(pod)),
    sleep(LOG_MS, '', { ref: false })
  ]);
}
