import type { Project } from 'jupyterlab-projects-companion/contract';
import type { IProjectsModel } from '../../tokens.ts';

const NOT_COUNTED: ReadonlySet<Project['state']> = new Set([
  'unbuilt',
  'unmanaged'
]);

/**
 * Count the projects as the limit does: those that were never built do not
 * count, nor do folders that are no projects.
 */
export function counted({
  projects
}: Pick<IProjectsModel, 'projects'>): number {
  return projects?.filter(({ state }) => !NOT_COUNTED.has(state)).length ?? 0;
}

/**
 * The limit that is reached, and the projects that count.
 */
export interface ILimit {
  readonly limit: number;
  readonly count: number;
}

/**
 * Return the limit, if it is reached.
 */
export function limitReached(model: IProjectsModel): ILimit | null {
  const { limit } = model;
  const count = counted(model);
  return limit !== null && count >= limit ? { limit, count } : null;
}
