import { join } from 'node:path';

/** The paths of an environment, which is an image of the `uv` builder. */
export interface EnvironmentPaths {
  /** Has the build's id as its name; never moved, as its scripts contain it. */
  readonly folder: string;
  /** Comes first in the `PATH` of programs that run in the environment. */
  readonly bin: string;
  readonly python: string;
  readonly jupyterLab: string;
  /** Written last: without it the environment is not whole. */
  readonly marker: string;
}

/** Return the paths of the environment `image` below the data folder. */
export function environmentPaths(
  data: string,
  image: string
): EnvironmentPaths {
  if (!/^[A-Za-z0-9][\w-]*$/.test(image)) {
    throw new Error('An environment is named by letters, digits and dashes.');
  }
  const folder = join(data, 'environments', image);
  const bin = join(folder, 'bin');
  return {
    folder,
    bin,
    python: join(bin, 'python'),
    jupyterLab: join(bin, 'jupyter-lab'),
    marker: join(folder, 'jupyterlab-projects.json')
  };
}
