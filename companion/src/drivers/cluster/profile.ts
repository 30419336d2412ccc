import type { Profile } from '../../config/kubernetes-settings.ts';
import type { LaunchPlan } from '../launch-plan.ts';

/** Return the profile that the plan names, or the administrator's first. */
export function profileOf(
  { profile }: LaunchPlan,
  profiles: readonly Profile[]
): Profile | undefined {
  return profiles.find(({ id }) => id === profile) ?? profiles[0];
}

/** Return the fields that say on which nodes a pod with the profile may run. */
export function placement(profile: Profile | undefined) {
  return {
    ...(profile && Object.keys(profile.nodeSelector).length > 0
      ? { nodeSelector: profile.nodeSelector }
      : {}),
    ...(profile && profile.tolerations.length > 0
      ? { tolerations: profile.tolerations }
      : {})
  };
}
