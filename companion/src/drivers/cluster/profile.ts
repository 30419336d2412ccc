import type { Profile } from '../../config/kubernetes-settings.ts';
import type { LaunchPlan } from '../launch-plan.ts';

/** The administrator's profile of a plan, or the first. */
export function profileOf(
  { profile }: LaunchPlan,
  profiles: readonly Profile[]
): Profile | undefined {
  return profiles.find(({ id }) => id === profile) ?? profiles[0];
}

/** On which nodes its pods may run. */
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
