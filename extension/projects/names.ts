import type {
  PatchRequest,
  Project
} from 'jupyterlab-projects-companion/contract';

/**
 * How a project is called, and its folder.
 */
export type Names = Pick<Project, 'title' | 'name'>;

/**
 * What leads from one pair of names to another. A name that stays is not sent: a
 * folder may have one that projects cannot get.
 */
export function renaming(from: Names, to: Names): PatchRequest {
  return {
    ...(to.title === from.title ? {} : { title: to.title }),
    ...(to.name === from.name ? {} : { name: to.name })
  };
}
