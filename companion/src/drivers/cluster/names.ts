import { randomBytes } from 'node:crypto';
import type { V1ObjectMeta } from '@kubernetes/client-node';
import type { ServerRef } from '../server-ref.ts';
import { userSlug } from '../user-slug.ts';

export { userSlug };

/** What labels and annotations of ours begin with. */
const PREFIX = 'jupyterlab-projects';

/** Labels are for selecting, so all values are slugs. */
export const LABELS = {
  managedBy: 'app.kubernetes.io/managed-by',
  role: `${PREFIX}/role`,
  user: `${PREFIX}/user`,
  server: `${PREFIX}/server`
} as const;

export const MANAGER = PREFIX;

/** What a pod of ours is for. */
export type Role = 'server' | 'fill' | 'files';

/** Annotations hold what a label cannot. */
export const ANNOTATIONS = {
  user: `${PREFIX}/user-name`,
  project: `${PREFIX}/project`,
  image: `${PREFIX}/image`,
  path: `${PREFIX}/path`
} as const;

/**
 * Every start has a name of its own, so a pod that is stuck in its end never
 * stands in the way of the next.
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

/** Whether an object of ours is that very user's, and not only of one slug. */
export function isOf(
  user: string,
  { metadata }: { readonly metadata?: V1ObjectMeta }
): boolean {
  return metadata?.annotations?.[ANNOTATIONS.user] === user;
}

/** As a selector of a list call. */
export function selector(labels: Readonly<Record<string, string>>): string {
  return Object.entries({ [LABELS.managedBy]: MANAGER, ...labels })
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
