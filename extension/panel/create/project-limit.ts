import type { Project } from 'jupyterlab-projects-companion/contract';
import type { IProjectsModel } from '../../tokens.ts';

const NOT_COUNTED: ReadonlySet<Project['state']> = new Set([
  'unbuilt',
  'unmanaged'
]);

/**
 * Return the limit, if it is reached. Projects that were never built do not
 * count, nor do folders that are no projects.
 */
export function limitReached({
  limit,
  projects
}: IProjectsModel): number | null {
  const counted =
    projects?.filter(({ state }) => !NOT_COUNTED.has(state)).length ?? 0;
  return limit !== null && counted >= limit ? limit : null;
}
