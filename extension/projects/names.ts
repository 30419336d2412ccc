import type {
  PatchRequest,
  Project
} from 'jupyterlab-projects-companion/contract';

/**
 * The title of a project, and the name of its folder.
 */
export type Names = Pick<Project, 'title' | 'name'>;

/**
 * Return the change from one pair of names to another. A name that stays is not
 * sent: a folder may have a name that projects cannot get.
 */
export function renaming(from: Names, to: Names): PatchRequest {
  return {
    ...(to.title === from.title ? {} : { title: to.title }),
    ...(to.name === from.name ? {} : { name: to.name })
  };
}
