import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import type { Action } from '../../contract/contract.ts';
import { Failed } from '../../base/errors.ts';
import { addedFailed, machineFailed } from './refusal.ts';

const ACTIONS: Action[] = ['retry', 'stay'];

/** Reasons of a kubelet that had less room than the scheduler thought. */
const NO_ROOM = /^(?:OutOf|UnexpectedAdmissionError$|NodeAffinity$)/;

/**
 * Why the machine gave up the whole pod, whatever its containers say: their
 * ends follow from it, and of one that never began nothing is said at all.
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
 * A container that the cluster adds to each pod, and without which nothing of it
 * begins; `ours` is the name of the one that is not added.
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

/** A node whose network is not ready yet fails once, and then no more. */
const SANDBOX_TRIES = 2;

/** The machine cannot make what all containers of the pod run in. */
export function sandboxFailure(
  events: readonly CoreV1Event[]
): Failed | undefined {
  const failures = sandboxFailures(events);
  const said = failures.at(-1)?.message ?? '';
  const tries = failures.reduce((sum, { count }) => sum + (count ?? 1), 0);
  // What a machine has not been set up for does not come by waiting.
  const never = /no runtime for/i.test(said);
  return never || tries >= SANDBOX_TRIES ? machineFailed(said) : undefined;
}

/** What kubelet said of its tries that failed, the latest last. */
export function sandboxFailures(
  events: readonly CoreV1Event[]
): readonly CoreV1Event[] {
  return events.filter(({ reason }) => reason === 'FailedCreatePodSandBox');
}
