import { setTimeout as sleep } from 'node:timers/promises';
import type { CoreV1Api, V1Pod } from '@kubernetes/client-node';
import { Failed } from '../../base/errors.ts';
import { refused } from './refusal.ts';

/** The calls that the companion makes; its role has no other verbs. */
export type CoreApi = Pick<
  CoreV1Api,
  | 'listNamespacedPod'
  | 'readNamespacedPod'
  | 'createNamespacedPod'
  | 'deleteNamespacedPod'
  | 'readNamespacedPodLog'
  | 'listNamespacedEvent'
  | 'readNamespacedPersistentVolumeClaim'
  | 'createNamespacedPersistentVolumeClaim'
>;

export interface PodEvent {
  readonly type: string;
  readonly pod: V1Pod;
}

/** One namespace of one cluster. */
export interface Cluster {
  readonly namespace: string;
  readonly api: CoreApi;
  /**
   * Tell `listener` of changes of pods since a version. Resolves when the watch
   * ends, which it does often and for many reasons. Fails with status 410 where
   * that version is too old to go on from.
   */
  watchPods(
    options: {
      readonly labelSelector: string;
      readonly resourceVersion: string;
    },
    listener: (event: PodEvent) => void,
    signal: AbortSignal
  ): Promise<void>;
}

const LEAST_STATUS = 100;

/** Return the HTTP status of an error of the API server, if it has one. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) {
    return undefined;
  }
  // A call that timed out has a code, too: every `TimeoutError` has 23.
  return typeof error.code === 'number' && error.code >= LEAST_STATUS
    ? error.code
    : undefined;
}

/**
 * Return the API server's own sentence; it may name objects, not our secrets.
 */
export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('body' in error)) {
    return '';
  }
  const text = String(error.body);
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && 'message' in body
      ? String(body.message)
      : '';
  } catch {
    return text;
  }
}

/** True when the same call may succeed a little later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof Failed) {
    return false;
  }
  const status = statusOf(error);
  return status === undefined || status === 429 || status >= 500;
}

/** Statuses that tell of the object of a call, not of our rights. */
const OF_OBJECTS = new Set([404, 409, 410]);

/** Put a final refusal into words; return any other error as it is. */
export function refusalOf(error: unknown): unknown {
  const status = statusOf(error);
  if (status === undefined || (isTransient(error) && !isWebhookAway(error))) {
    return error;
  }
  const said = messageOf(error);
  const ofObject = OF_OBJECTS.has(status) && !/^namespaces? "/.test(said);
  return ofObject ? error : refused(said || `status ${String(status)}`, error);
}

/** Await a call that is not repeated; a refusal is put into words. */
export async function inWords<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw refusalOf(error);
  }
}

/** True when the API server is well, but cannot call a webhook that it asks. */
function isWebhookAway(error: unknown): boolean {
  return /failed calling webhook/i.test(messageOf(error));
}

/** Tries while a webhook is away, as it may be restarting. */
const WEBHOOK_TRIES = 3;

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 3_000;

/**
 * Repeat a call while the API server does not answer. Only for calls that may
 * be made twice: reads, deletes by UID, creates of a name that nobody else
 * uses. A final refusal is put into words.
 */
export async function persist<T>(
  call: () => Promise<T>,
  options: { readonly outageMs: number; readonly signal?: AbortSignal }
): Promise<T> {
  const end = performance.now() + options.outageMs;
  let unasked = 0;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await call();
    } catch (error) {
      options.signal?.throwIfAborted();
      unasked += isWebhookAway(error) ? 1 : 0;
      if (!isTransient(error) || unasked >= WEBHOOK_TRIES) {
        throw refusalOf(error);
      }
      if (performance.now() + pause > end) {
        throw unreachable(error);
      }
      await sleep(pause, undefined, { ...options, ref: true });
    }
  }
}

export function unreachable(cause: unknown): Failed {
  return new Failed(
    'unavailable',
    'The cluster does not answer. What runs goes on; try again later.',
    { cause, values: { part: 'cluster' }, actions: ['retry', 'stay'] }
  );
}
