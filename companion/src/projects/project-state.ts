import type {
  Build,
  Project,
  ProjectState,
  Switch
} from '../contract/contract.ts';
import type { Sighting } from '../volumes/seen-folders.ts';
import type { HomeState } from '../volumes/volume.ts';

/** The facts that decide a project's state. */
export interface Situation {
  readonly id: string;
  /** The entry of its name on the volume, as it was last seen. */
  readonly folder: Sighting;
  readonly hasImage: boolean;
  readonly runs: boolean;
  /** The home of its server, if the folder was renamed or deleted. */
  readonly home?: HomeState | undefined;
  /** True while a stop that the user asked for runs. */
  readonly stopping: boolean;
  /** True while its folder is copied from another project's. */
  readonly copying?: boolean;
  readonly build: Pick<Build, 'endedAt'> | undefined;
  /** The user's switch under way. */
  readonly underWay: Pick<Switch, 'project' | 'from' | 'phase'> | undefined;
}

/**
 * Return the state that matters most: a running server can be opened whatever
 * else is under way; without one, a start or a build is the news.
 */
export function stateOf(situation: Situation): ProjectState {
  const { id, runs, underWay } = situation;
  if (situation.stopping || isLeft(situation)) {
    return 'stopping';
  }
  if (runs) {
    return 'running';
  }
  if (underWay?.project === id && underWay.phase === 'starting') {
    return 'starting';
  }
  if (isMade(situation)) {
    return 'building';
  }
  return isUnbuilt(situation) ? 'unbuilt' : 'stopped';
}

/** True while its image or its folder is being made. */
function isMade({ copying, build }: Situation): boolean {
  return copying === true || (build !== undefined && !build.endedAt);
}

/** True for a project that the limit does not count and that can be removed. */
function isUnbuilt({ folder, hasImage }: Situation): boolean {
  return !hasImage && folder !== 'folder';
}

/** True while the switch under way stops its server. */
function isLeft({ id, runs, underWay }: Situation): boolean {
  return (
    runs &&
    underWay?.phase === 'stopping-previous' &&
    underWay.from === id &&
    underWay.project !== id
  );
}

/** The warning for an entry of its name that is no folder. */
const WARNINGS: Partial<Record<Sighting, NonNullable<Project['warning']>>> = {
  unavailable: 'volume-unavailable',
  file: 'not-a-folder',
  link: 'not-a-folder',
  unsupported: 'not-a-folder'
};

/** Return the warning; a running server's own folder counts first. */
export function warningOf(
  situation: Situation
): Pick<Project, 'warning' | 'renamedTo'> {
  const { folder, hasImage, runs, home } = situation;
  const lost = runs ? lostHome(home) : undefined;
  if (lost) {
    return lost;
  }
  if (folder === 'missing') {
    return hasImage ? { warning: 'folder-missing' } : {};
  }
  const warning = WARNINGS[folder];
  return warning === undefined ? {} : { warning };
}

function lostHome(
  home: HomeState | undefined
): Pick<Project, 'warning' | 'renamedTo'> | undefined {
  if (home?.state === 'gone') {
    return { warning: 'folder-missing' };
  }
  if (home?.state !== 'moved') {
    return undefined;
  }
  const { name } = home;
  return {
    warning: 'folder-renamed',
    ...(name === undefined ? {} : { renamedTo: name })
  };
}
