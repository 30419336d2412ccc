import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import type { Action } from '../../contract/contract.ts';
import { Failed } from '../../base/errors.ts';
import { addedFailed, machineFailed } from './refusal.ts';

const ACTIONS: Action[] = ['retry', 'stay'];

/** Reasons of a kubelet that has less room than the scheduler thought. */
const NO_ROOM = /^(?:OutOf|UnexpectedAdmissionError$|NodeAffinity$)/;

/**
 * Tell why the machine gave up the whole pod. This goes before the states of
 * its containers: they end as a result, and those that never began have none.
 */
export function podFailure({ status }: V1Pod): Failed | undefined {
  const { phase, reason = '', message = '' } = status ?? {};
  // A pod whose containers have ended is `Failed` too, without a reason.
  if (phase !== 'Failed' || reason === '') {
    return undefined;
  }
  const said = message.trim() || `${reason}.`;
  const options = { values: { reason: said }, actions: ACTIONS };
  return NO_ROOM.test(reason)
    ? new Failed('no-room', `The machine has no room for it: ${said}`, options)
    : new Failed('interrupted', `The machine ended it: ${said}`, options);
}

/**
 * Tell why a container failed that the cluster adds to each pod, and without
 * which no other begins; `ours` names the init container that is not added.
 */
export function addedFailure(
  { status }: V1Pod,
  ours: string
): Failed | undefined {
  for (const { name, state } of status?.initContainerStatuses ?? []) {
    const { exitCode = 0, message } = state?.terminated ?? {};
    if (name !== ours && exitCode !== 0) {
      return addedFailed(name, exitCode, message);
    }
  }
  return undefined;
}

/** The first try may fail as the node's network is not ready yet. */
const SANDBOX_TRIES = 2;

/** Tell why the machine cannot make the sandbox in which containers run. */
export function sandboxFailure(
  events: readonly CoreV1Event[]
): Failed | undefined {
  const failures = sandboxFailures(events);
  const said = failures.at(-1)?.message ?? '';
  const tries = failures.reduce((sum, { count }) => sum + (count ?? 1), 0);
  // Waiting does not help where the machine lacks a runtime.
  const never = /no runtime for/i.test(said);
  return never || tries >= SANDBOX_TRIES ? machineFailed(said) : undefined;
}

/** Return kubelet's events of failed tries for a sandbox, the latest last. */
export function sandboxFailures(
  events: readonly CoreV1Event[]
): readonly CoreV1Event[] {
  return events.filter(({ reason }) => reason === 'FailedCreatePodSandBox');
}
