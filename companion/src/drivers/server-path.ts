import type { LaunchPlan } from './launch-plan.ts';

/** Return the path of a server's site below the origin of the gateway. */
export function serverPath({ server }: LaunchPlan): string {
  return `/user/${encodeURIComponent(server.user)}/${server.name}/`;
}
