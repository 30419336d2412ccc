import { join } from 'node:path';
import { checkName, OWN } from '../../volumes/folder-name.ts';
import type { LaunchPlan } from '../launch-plan.ts';

/** The image that is the tool environment; those of builds have long names. */
export const TOOL_IMAGE = 'tool';

/** The paths of one server. */
export interface LaunchPlaces {
  /** The environment that is its image. */
  readonly image: string;
  /** The projects root, and the folder that Lab shows: it, or one below it. */
  readonly root: string;
  readonly folder: string;
  /** Holds `labextensions/jupyterlab-projects`. */
  readonly share: string;
  /** Its private folders for configuration and for files of the run. */
  readonly config: string;
  readonly runtime: string;
  readonly layout: string;
}

export interface MachinePlaces {
  readonly data: string;
  readonly root: string;
  readonly tool?: string | undefined;
}

/** Return the folder in which a server writes as it runs. */
export function runFolder(data: string, name: string): string {
  return join(data, 'state', 'run', name);
}

export function launchPlaces(
  { server, project, image, folder }: LaunchPlan,
  { data, root, tool }: MachinePlaces
): LaunchPlaces {
  const run = runFolder(data, server.name);
  return {
    image:
      image === TOOL_IMAGE && tool !== undefined
        ? tool
        : join(data, 'environments', checkName(image)),
    root,
    folder: folder === null ? root : join(root, checkName(folder)),
    share: join(data, 'state', 'share'),
    config: join(run, 'config'),
    runtime: join(run, 'runtime'),
    layout: join(root, OWN, 'layout', checkName(project))
  };
}
