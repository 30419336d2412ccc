import { Failed } from '../../errors.ts';
import type { FailedOptions } from '../../errors.ts';

const VOLUMES = {
  deleting: 'Your volume is being deleted. Ask the administrator.',
  missing: 'Your volume is not there any more. Ask the administrator.',
  taken: 'The volume of your name is somebody else’s. Ask the administrator.',
  unbound: 'Your volume cannot be attached yet. Ask the administrator.',
  unmounted: 'Your volume cannot be mounted. Ask the administrator.'
} as const;
export type VolumeReason = keyof typeof VOLUMES;

/** A failure of the user's volume, by its reason. */
export function volumeCause(
  reason: VolumeReason,
  options: FailedOptions = {}
): Failed {
  return new Failed('volume-unavailable', VOLUMES[reason], {
    values: { reason },
    actions: ['retry', 'stay'],
    ...options
  });
}
