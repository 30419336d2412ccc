import { randomBytes } from 'node:crypto';
import type { V1ObjectMeta } from '@kubernetes/client-node';
import type { ServerRef } from '../server-ref.ts';
import { userSlug } from '../user-slug.ts';

export { userSlug };

/** The prefix of our labels and annotations. */
const PREFIX = 'jupyterlab-projects';

/** Labels are for selecting, so all values are slugs. */
export const LABELS = {
  managedBy: 'app.kubernetes.io/managed-by',
  role: `${PREFIX}/role`,
  user: `${PREFIX}/user`,
  server: `${PREFIX}/server`
} as const;

export const MANAGER = PREFIX;

/** The purpose of a pod of ours. */
export type Role = 'server' | 'fill' | 'files';

/** Annotations hold what a label cannot. */
export const ANNOTATIONS = {
  user: `${PREFIX}/user-name`,
  project: `${PREFIX}/project`,
  image: `${PREFIX}/image`,
  path: `${PREFIX}/path`
} as const;

/**
 * Make the name of a pod. Every start has a name of its own, so a pod that does
 * not end never stands in the way of the next.
 */
export function podName(server: ServerRef, generation: string): string {
  return `${userSlug(server.user)}-${server.name}-${generation}`;
}

export function newGeneration(): string {
  return randomBytes(4).readUInt32BE().toString(36).padStart(7, '0').slice(-5);
}

export function claimName(template: string, user: string): string {
  return template.replaceAll('{user}', userSlug(user));
}

/** True for an object of this very user, not of one with the same slug. */
export function isOf(
  user: string,
  { metadata }: { readonly metadata?: V1ObjectMeta }
): boolean {
  return metadata?.annotations?.[ANNOTATIONS.user] === user;
}

/** Write labels as the selector of a list call for our objects. */
export function selector(labels: Readonly<Record<string, string>>): string {
  return Object.entries({ [LABELS.managedBy]: MANAGER, ...labels })
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
