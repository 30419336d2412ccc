import { Failed } from '../base/errors.ts';
import { formatReference } from './reference.ts';
import type { ImageReference } from './reference.ts';

/** Make the failure of an image that the registry does not have. */
export function imageNotFound(reference: ImageReference): Failed {
  const image = formatReference(reference);
  return new Failed(
    'image-unavailable',
    `The registry does not have the image ${image}.`,
    { values: { image } }
  );
}

/** Make the failure of a registry that wants credentials that we lack. */
export function notAuthorized(host: string, status: number): Failed {
  return new Failed(
    'forbidden',
    `The registry ${host} does not let the companion read images. Check the registry’s user name and password.`,
    { values: { registry: host, status: String(status) } }
  );
}

/** Make the failure of a registry that is down, or of a proxy before it. */
export function registryUnavailable(host: string, status: number): Failed {
  return new Failed(
    'unavailable',
    `The registry ${host} answered with status ${String(status)}.`,
    { values: { registry: host, status: String(status) }, actions: ['retry'] }
  );
}

/** Make the failure of an address at which no registry answers. */
export function registryUnreachable(host: string, cause: unknown): Failed {
  return new Failed('network', `The registry ${host} does not answer.`, {
    cause,
    values: { host },
    actions: ['retry']
  });
}

/** Make the failure of an answer that does not follow the protocol. */
export function notARegistry(host: string, cause?: unknown): Failed {
  return new Failed(
    'unavailable',
    `What answers at ${host} is not a registry of images.`,
    { cause, values: { registry: host } }
  );
}

/** True when nothing is known of an image because its registry is away. */
export function isAway(error: unknown): boolean {
  return error instanceof Failed && /^(network|unavailable)$/.test(error.code);
}
