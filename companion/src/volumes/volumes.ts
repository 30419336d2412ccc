import type { Volume } from './volume.ts';

/** The volumes of all users. */
export interface Volumes {
  /** The projects root as servers see it. */
  readonly root: string;

  /** Return the user's volume; its calls may fail with `volume-unavailable`. */
  of(user: string): Volume;

  /** Fail the calls that wait for a volume, and new ones that would have to. */
  dispose?(): void;
}

/** Share one volume among all users, as on one machine. */
export function oneVolume(volume: Volume): Volumes {
  return { root: volume.root, of: () => volume };
}
