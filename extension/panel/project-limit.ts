import type { IProjectsModel } from '../tokens.ts';

/**
 * The limit, if it is reached. A project that was never built has no folder, and
 * does not count.
 */
export function limitReached({
  limit,
  projects
}: IProjectsModel): number | null {
  const counted =
    projects?.filter(({ state }) => state !== 'unbuilt').length ?? 0;
  return limit !== null && counted >= limit ? limit : null;
}
