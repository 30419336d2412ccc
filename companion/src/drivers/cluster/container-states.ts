import type {
  V1ContainerStateTerminated,
  V1Pod
} from '@kubernetes/client-node';
import { checkFailure } from '../../volumes/check-codes.ts';
import { startFailure } from '../start-failure.ts';
import { exitCause } from './exit-cause.ts';
import { addedFailure } from './pod-failure.ts';

/** A container of the pod ended before the server was ready. */
export class Ended extends Error {
  override name = 'Ended';
  readonly container: string;
  readonly state: V1ContainerStateTerminated;

  constructor(container: string, state: V1ContainerStateTerminated) {
    super(`The container ${container} ended.`);
    this.container = container;
    this.state = state;
  }
}

/** Return the address of a pod for a URL, in which IPv6 needs brackets. */
export function addressOf(pod: V1Pod): string {
  const ip = pod.status?.podIP ?? '';
  return ip.includes(':') ? `[${ip}]` : ip;
}

export function stateOf(pod: V1Pod, container: string) {
  const { containerStatuses = [], initContainerStatuses = [] } =
    pod.status ?? {};
  return [...initContainerStatuses, ...containerStatuses].find(
    ({ name }) => name === container
  )?.state;
}

const CHECK = 'check';

export function requireNotFailed(pod: V1Pod, container: string): void {
  const check = stateOf(pod, CHECK)?.terminated;
  if (check && check.exitCode !== 0) {
    throw (
      checkFailure(check.exitCode, check.message ?? '') ??
      new Ended(CHECK, check)
    );
  }
  const added = addedFailure(pod, CHECK);
  if (added) {
    throw added;
  }
  const ended = stateOf(pod, container)?.terminated;
  if (ended && ended.exitCode !== 0) {
    throw new Ended(container, ended);
  }
}

/** Turn the failure of a start into one that people understand. */
export function meaning(error: unknown, tail: string[], log: string): unknown {
  return error instanceof Ended
    ? exitCause(error.state, tail)
    : startFailure(error, tail, log);
}
