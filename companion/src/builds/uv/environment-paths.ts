import { join } from 'node:path';

/** Where things are in an environment, an image of the `uv` builder. */
export interface EnvironmentPaths {
  /** Named by the build; never moved, as its scripts name it. */
  readonly folder: string;
  /** To be put before the `PATH` of what runs in it. */
  readonly bin: string;
  readonly python: string;
  readonly jupyterLab: string;
  /** Written last: without it the environment is not whole. */
  readonly marker: string;
}

/** The paths of the environment `image` below the data folder. */
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
