import { Failed } from '../../base/errors.ts';
import type { FailedOptions } from '../../base/errors.ts';
import { unavailable } from '../../volumes/volume-failure.ts';

const VOLUMES = {
  deleting: 'Your volume is being deleted. Ask the administrator.',
  missing: 'Your volume is not there any more. Ask the administrator.',
  taken: 'The volume of your name is somebody else’s. Ask the administrator.',
  unbound: 'Your volume cannot be attached yet. Ask the administrator.',
  unmounted: 'Your volume cannot be mounted. Ask the administrator.'
} as const;
export type VolumeReason = keyof typeof VOLUMES;

/** Make the failure of a user's volume, by its reason. */
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

/** Turn any error into one that lets projects be listed without their files. */
export function withoutFiles(error: unknown): Failed {
  if (!(error instanceof Failed)) {
    return unavailable('The pod for your files did not start.', error);
  }
  return error.code === 'volume-unavailable'
    ? error
    : unavailable(`Your files cannot be reached. ${error.message}`, error);
}
