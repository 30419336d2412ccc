import type { Build, ProjectState } from '../contract.ts';
import type { Tables } from '../store/schema.ts';
import type { Folder } from '../volumes/volume.ts';

/** Everything of which a project's state is made. */
export interface Situation {
  readonly id: string;
  readonly folder: 'there' | 'missing' | 'strange';
  readonly hasImage: boolean;
  readonly runs: boolean;
  /** Whether the user asked to stop it. */
  readonly stopping: boolean;
  readonly build: Pick<Build, 'endedAt'> | undefined;
  /** The user's switch under way. */
  readonly underWay:
    Pick<Tables['switches'], 'project' | 'from_project' | 'phase'> | undefined;
}

/**
 * What is true of a project first: a server that runs can be opened whatever
 * else is under way, and a build of one that does not run is the news.
 */
export function stateOf(situation: Situation): ProjectState {
  const { id, runs, build, underWay } = situation;
  if (situation.stopping || isLeft(situation)) {
    return 'stopping';
  }
  if (runs) {
    return 'running';
  }
  if (underWay?.project === id && underWay.phase === 'starting') {
    return 'starting';
  }
  if (build && build.endedAt === undefined) {
    return 'building';
  }
  return isUnbuilt(situation) ? 'unbuilt' : 'stopped';
}

/** Such a project does not count towards the limit and can be removed. */
function isUnbuilt({ folder, hasImage }: Situation): boolean {
  return !hasImage && folder !== 'there';
}

/** Whether the switch under way stops its server now. */
function isLeft({ id, runs, underWay }: Situation): boolean {
  return (
    runs &&
    underWay?.phase === 'stopping-previous' &&
    underWay.from_project === id &&
    underWay.project !== id
  );
}

export function folderState(folder: Folder | undefined): Situation['folder'] {
  if (!folder) {
    return 'missing';
  }
  return folder.kind === 'folder' ? 'there' : 'strange';
}
