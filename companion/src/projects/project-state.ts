import type {
  Build,
  Project,
  ProjectState,
  Switch
} from '../contract/contract.ts';
import type { Sighting } from '../volumes/seen-folders.ts';
import type { HomeState } from '../volumes/volume.ts';

/** Everything of which a project's state is made. */
export interface Situation {
  readonly id: string;
  /** What was last seen under its name. */
  readonly folder: Sighting;
  readonly hasImage: boolean;
  readonly runs: boolean;
  /** What the home of its server became, where it is not what it was. */
  readonly home?: HomeState | undefined;
  /** Whether the user asked to stop it. */
  readonly stopping: boolean;
  /** Whether its folder is being copied from another project's. */
  readonly copying?: boolean;
  readonly build: Pick<Build, 'endedAt'> | undefined;
  /** The user's switch under way. */
  readonly underWay: Pick<Switch, 'project' | 'from' | 'phase'> | undefined;
}

/**
 * What is true of a project first: a server that runs can be opened whatever
 * else is under way, and a build of one that does not run is the news.
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

/** Whether its image or its folder is being made. */
function isMade({ copying, build }: Situation): boolean {
  return copying === true || (build !== undefined && !build.endedAt);
}

/** Such a project does not count towards the limit and can be removed. */
function isUnbuilt({ folder, hasImage }: Situation): boolean {
  return !hasImage && folder !== 'folder';
}

/** Whether the switch under way stops its server now. */
function isLeft({ id, runs, underWay }: Situation): boolean {
  return (
    runs &&
    underWay?.phase === 'stopping-previous' &&
    underWay.from === id &&
    underWay.project !== id
  );
}

/** What is found under its name, where that is no folder. */
const WARNINGS: Partial<Record<Sighting, NonNullable<Project['warning']>>> = {
  unavailable: 'volume-unavailable',
  file: 'not-a-folder',
  link: 'not-a-folder',
  unsupported: 'not-a-folder'
};

/** Of a server that runs, the folder that it has counts before its name's. */
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
