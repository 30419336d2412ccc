import type { Volume } from './volume.ts';

/** The volumes of all users. */
export interface Volumes {
  /** The projects root as servers see it. */
  readonly root: string;

  /** The user's own volume; calls of it fail with `volume-unavailable`. */
  of(user: string): Volume;

  /** Calls that wait for a volume fail, as do new ones that would have to. */
  dispose?(): void;
}

/** One volume for everybody, as on one machine. */
export function oneVolume(volume: Volume): Volumes {
  return { root: volume.root, of: () => volume };
}
