import type {
  CoreV1Event,
  V1ContainerStatus,
  V1Pod
} from '@kubernetes/client-node';
import type { ErrorCode } from '../../contract/contract.ts';
import { Failed } from '../../base/errors.ts';
import type { FailedOptions } from '../../base/errors.ts';
import { sandboxFailure } from './pod-failure.ts';
import { pullFailure } from './pull-failure.ts';
import { volumeCause } from './volume-cause.ts';
import type { VolumeReason } from './volume-cause.ts';

/** The facts known of one pod at one moment. */
export interface PodView {
  readonly pod: V1Pod;
  /** Its events, in any order. */
  readonly events: readonly CoreV1Event[];
  /** For how long the scheduler has found no place, in milliseconds. */
  readonly unplacedMs: number;
}

/** After so many failed pulls, a failure of the network is final. */
const PULL_TRIES = 3;
/** Kubelet tries after 0.5, 1, 2, 4 s: its own caches fill within the first. */
const MOUNT_TRIES = 5;
/** The scheduler may look again at once, and a volume may be on its way. */
const PLACE_MS = 3_000;
/**
 * Patience with a volume, also when the scheduler does not find its claim: the
 * driver did, and news of it may take as long as the binder's look (15 s).
 */
const VOLUME_MS = 30_000;

/** Tell why a pod will not start, as soon as the platform knows. */
export function startCause(view: PodView): Failed | undefined {
  return (
    unplaced(view) ??
    unprepared(view) ??
    statuses(view.pod)
      .map(status => waitingCause(status, view.events))
      .find(cause => cause !== undefined)
  );
}

function statuses(pod: V1Pod): V1ContainerStatus[] {
  const { initContainerStatuses = [], containerStatuses = [] } =
    pod.status ?? {};
  return [...initContainerStatuses, ...containerStatuses];
}

const VOLUME =
  /persistentvolumeclaim|PersistentVolume|volume node affinity|volume/i;
const IN_USE = /ReadWriteOncePod/i;

function unplaced(view: PodView): Failed | undefined {
  const message = unschedulable(view.pod);
  if (message === undefined) {
    return undefined;
  }
  return isAbout(message, VOLUME) && !IN_USE.test(message)
    ? withoutVolume(message, view)
    : withoutRoom(message, view);
}

function unschedulable({ status }: V1Pod): string | undefined {
  const condition = status?.conditions?.find(
    one => one.type === 'PodScheduled' && one.status === 'False'
  );
  return condition?.reason === 'Unschedulable'
    ? (condition.message ?? '')
    : undefined;
}

function withoutVolume(
  message: string,
  { unplacedMs }: PodView
): Failed | undefined {
  const patience = /being deleted|is lost/i.test(message) ? 0 : VOLUME_MS;
  return unplacedMs < patience ? undefined : volumeCause(volumeReason(message));
}

function withoutRoom(
  message: string,
  { events, unplacedMs }: PodView
): Failed | undefined {
  const grows = events.some(({ reason }) => reason === 'TriggeredScaleUp');
  return grows || unplacedMs < PLACE_MS
    ? undefined
    : failed('no-room', `No machine has room for it: ${short(message)}`, {
        values: { reason: short(message) }
      });
}

/**
 * True when only `subject` is told, unlike `2 Insufficient memory, 1 volume`.
 */
function isAbout(message: string, subject: RegExp): boolean {
  return (
    subject.test(message) && !/Insufficient|didn't match pod/.test(message)
  );
}

function volumeReason(message: string): VolumeReason {
  if (/being deleted/i.test(message)) {
    return 'deleting';
  }
  // The scheduler also ends other messages with ". not found".
  return /claim "[^"]+" not found/i.test(message) ? 'missing' : 'unbound';
}

function unprepared({ pod, events }: PodView): Failed | undefined {
  // Once the pod is prepared, events of earlier tries are still listed.
  return isPrepared(pod)
    ? undefined
    : (unmounted(events) ?? sandboxFailure(events));
}

function unmounted(events: readonly CoreV1Event[]): Failed | undefined {
  const failures = events.filter(
    ({ reason }) => reason === 'FailedMount' || reason === 'FailedAttachVolume'
  );
  const times = new Map<string, number>();
  for (const { message, count } of failures) {
    const volume = /for volume "([^"]+)"/.exec(message ?? '')?.[1] ?? '';
    times.set(volume, (times.get(volume) ?? 0) + (count ?? 1));
  }
  return Math.max(0, ...times.values()) < MOUNT_TRIES
    ? undefined
    : volumeCause('unmounted', { logTail: lines(failures.at(-1)?.message) });
}

/** True when the pod's volumes and its sandbox are there. */
export function isPrepared(pod: V1Pod): boolean {
  return isTrue(pod, 'PodReadyToStartContainers');
}

/** True when the pod meets a condition, e.g. `PodScheduled`. */
export function isTrue({ status }: V1Pod, condition: string): boolean {
  return !!status?.conditions?.some(
    ({ type, status }) => type === condition && status === 'True'
  );
}

const PULLING = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'RegistryUnavailable'
]);
const NO_NAME = new Set(['InvalidImageName', 'ErrImageNeverPull']);
const NOT_MADE = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError'
]);

function waitingCause(
  { name, image, state }: V1ContainerStatus,
  events: readonly CoreV1Event[]
): Failed | undefined {
  const { reason = '', message = '' } = state?.waiting ?? {};
  if (PULLING.has(reason)) {
    return pullCause(image, message, events);
  }
  if (NO_NAME.has(reason)) {
    return unavailable(image, 'name');
  }
  return NOT_MADE.has(reason) ? creationCause(name, message) : undefined;
}

function pullCause(
  image: string,
  message: string,
  events: readonly CoreV1Event[]
): Failed | undefined {
  const failures = events.filter(
    event =>
      event.reason === 'Failed' &&
      event.message?.includes('Failed to pull image')
  );
  const said = failures.at(-1)?.message ?? message;
  switch (pullFailure(said)) {
    case 'missing':
      return unavailable(image, 'missing', said);
    case 'refused':
      return unavailable(image, 'refused', said);
    case 'network': {
      const tries = failures.reduce((sum, { count }) => sum + (count ?? 1), 0);
      return tries < PULL_TRIES
        ? undefined
        : unavailable(image, 'network', said);
    }
  }
}

const WHY = {
  name: 'is not a name of an image',
  missing: 'does not exist',
  refused: 'may not be pulled from here',
  network: 'cannot be reached'
} as const;

function unavailable(
  image: string,
  reason: keyof typeof WHY,
  said = ''
): Failed {
  return failed(
    'image-unavailable',
    `The image could not be pulled: ${image} ${WHY[reason]}.`,
    { values: { image, reason }, ...tail(said) }
  );
}

function creationCause(name: string, message: string): Failed {
  if (/subPath/i.test(message)) {
    const detail = 'The folder of the project is not there any more.';
    return failed('folder-missing', detail, tail(message));
  }
  return failed('server-exited', `The container ${name} could not be made.`, {
    values: { part: 'server' },
    ...tail(message)
  });
}

function failed(
  code: ErrorCode,
  detail: string,
  options: FailedOptions = {}
): Failed {
  return new Failed(code, detail, {
    actions: ['retry', 'stay'],
    ...options
  });
}

function tail(message: string): { logTail?: string[] } {
  const logTail = lines(message);
  return logTail.length > 0 ? { logTail } : {};
}

function lines(message = ''): string[] {
  return message.split('\n').filter(Boolean).slice(-5);
}

/** Drop the second half of the scheduler's sentence, which is on preemption. */
function short(message: string): string {
  return message.split(' preemption:')[0]?.replace(/\.$/, '').concat('.') ?? '';
}
