import type { Project } from 'jupyterlab-projects-companion/contract';
import type { IProjectsModel } from '../tokens.ts';

/**
 * Find the project of a server by the server's path. Another project may be
 * active by now.
 */
export function projectOfServer(
  { projects }: Pick<IProjectsModel, 'projects'>,
  server: string
): Project | undefined {
  return projects?.find(({ url }) => url?.startsWith(server));
}
