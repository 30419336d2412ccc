import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { amount } from './amount.ts';
import { sandboxFailures } from './pod-failure.ts';
import type { Sight } from './pod-run.ts';
import { short } from './refusal.ts';
import { isPrepared } from './start-cause.ts';

/** The step of a starting pod, in English; a pull may take long. */
export interface StartProgress {
  readonly message: string;
  readonly pulling: boolean;
}

/**
 * Describe the pod's step; `bytes` is the image's size, `now` in milliseconds.
 */
export function startProgress(
  { pod, events }: Sight,
  now: number,
  bytes?: number
): StartProgress {
  const pull = openPull(events);
  if (pull !== undefined) {
    const seconds = Math.max(0, Math.round((now - pull) / 1000));
    const size = bytes === undefined ? '' : ` · ${amount(bytes)}`;
    return {
      message: `Pulling the image${size} · ${String(seconds)} s`,
      pulling: true
    };
  }
  const said = sandboxFailures(events).at(-1)?.message;
  const isNext = said !== undefined && !isPrepared(pod);
  return {
    message: isNext ? `The machine tries again: ${short(said)}` : step(pod),
    pulling: false
  };
}

function step(pod: V1Pod): string {
  const { conditions = [], initContainerStatuses = [] } = pod.status ?? {};
  const placed = conditions.some(
    ({ type, status }) => type === 'PodScheduled' && status === 'True'
  );
  if (!placed) {
    return 'Looking for a machine';
  }
  return initContainerStatuses.some(({ state }) => state?.running)
    ? 'Checking the folder'
    : 'Starting the server';
}

/**
 * Return when the open pull began, in milliseconds. Matched by image, as events
 * tell whole seconds: the image before may have come in the same second.
 */
function openPull(events: readonly CoreV1Event[]): number | undefined {
  const of = (reason: string) =>
    events.filter(event => event.reason === reason);
  const had = new Set(of('Pulled').map(imageOf));
  const open = of('Pulling').filter(event => !had.has(imageOf(event)));
  return open.length === 0 ? undefined : Math.max(...open.map(time));
}

/** `Pulling image "x"`, `Container image "x" already present on machine`. */
function imageOf({ message = '' }: CoreV1Event): string | undefined {
  return /image "([^"]+)"/.exec(message)?.[1];
}

function time({ lastTimestamp, eventTime }: CoreV1Event): number {
  return new Date(lastTimestamp ?? eventTime ?? 0).getTime();
}
