import type { Project } from 'jupyterlab-projects-companion/contract';
import type { IProjectsModel } from '../../tokens.ts';

const NOT_COUNTED: ReadonlySet<Project['state']> = new Set([
  'unbuilt',
  'unmanaged'
]);

/**
 * The limit, if it is reached. Neither a project that was never built counts, nor
 * a folder that is no project.
 */
export function limitReached({
  limit,
  projects
}: IProjectsModel): number | null {
  const counted =
    projects?.filter(({ state }) => !NOT_COUNTED.has(state)).length ?? 0;
  return limit !== null && counted >= limit ? limit : null;
}
