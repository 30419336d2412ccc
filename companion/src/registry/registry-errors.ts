import { Failed } from '../base/errors.ts';
import { formatReference } from './reference.ts';
import type { ImageReference } from './reference.ts';

/** The registry answers, and does not have it. */
export function imageNotFound(reference: ImageReference): Failed {
  const image = formatReference(reference);
  return new Failed(
    'image-unavailable',
    `The registry does not have the image ${image}.`,
    { values: { image } }
  );
}

/** The registry wants credentials that we do not have. */
export function notAuthorized(host: string, status: number): Failed {
  return new Failed(
    'forbidden',
    `The registry ${host} does not let the companion read images. Check the registry’s user name and password.`,
    { values: { registry: host, status: String(status) } }
  );
}

/** The registry is down, or something before it is. */
export function registryUnavailable(host: string, status: number): Failed {
  return new Failed(
    'unavailable',
    `The registry ${host} answered with status ${String(status)}.`,
    { values: { registry: host, status: String(status) }, actions: ['retry'] }
  );
}

/** Nobody answers at the registry's address. */
export function registryUnreachable(host: string, cause: unknown): Failed {
  return new Failed('network', `The registry ${host} does not answer.`, {
    cause,
    values: { host },
    actions: ['retry']
  });
}

/** What it answers is not what the protocol says. */
export function notARegistry(host: string, cause?: unknown): Failed {
  return new Failed(
    'unavailable',
    `What answers at ${host} is not a registry of images.`,
    { cause, values: { registry: host } }
  );
}

/** Whether nothing is known of the image because the registry is away. */
export function isAway(error: unknown): boolean {
  return error instanceof Failed && /^(network|unavailable)$/.test(error.code);
}
