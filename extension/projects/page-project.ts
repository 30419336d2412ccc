import type { Project } from 'jupyterlab-projects-companion/contract';
import type { IProjectsModel } from '../tokens.ts';

/**
 * The project of a server, by its path. Another one may be active by now.
 */
export function projectOfServer(
  { projects }: Pick<IProjectsModel, 'projects'>,
  server: string
): Project | undefined {
  return projects?.find(({ url }) => url?.startsWith(server));
}
