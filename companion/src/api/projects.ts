import type { Adoption } from '../projects/adoption.ts';
import type { Copies } from '../projects/copies.ts';
import type { ProjectBuilds } from '../projects/project-builds.ts';
import type { Projects } from '../projects/projects.ts';
import type { Handlers } from './route.ts';

export interface ProjectHandlersDeps {
  readonly projects: Projects;
  readonly projectBuilds: ProjectBuilds;
  readonly copies: Pick<Copies, 'begin'>;
  readonly adoption: Adoption;
}

type ProjectRoute =
  | 'POST sources/resolve'
  | 'GET projects'
  | 'POST projects'
  | 'GET projects/{id}'
  | 'PATCH projects/{id}'
  | 'DELETE projects/{id}'
  | 'POST projects/{id}/builds'
  | 'POST projects/{id}/stop'
  | 'POST projects/{id}/duplicate'
  | 'POST projects/{id}/adopt';

export function projectHandlers({
  projects,
  projectBuilds,
  copies,
  adoption
}: ProjectHandlersDeps): Handlers<ProjectRoute> {
  return {
    'POST sources/resolve': ({ user, body, signal }) =>
      projects.preview(user, body, signal()),
    'GET projects': ({ user }) => projects.list(user),
    'POST projects': ({ user, body, signal }) =>
      projectBuilds.create(user, body, signal()),
    'GET projects/{id}': ({ user, id }) => projects.get(user, id),
    'PATCH projects/{id}': ({ user, id, body }) =>
      projects.change(user, id, body),
    'DELETE projects/{id}': ({ user, id }) => projects.remove(user, id),
    'POST projects/{id}/builds': ({ user, id, body, signal }) =>
      projectBuilds.rebuild(user, id, body, signal()),
    'POST projects/{id}/stop': ({ user, id, body }) =>
      projects.stop(user, id, body.page),
    'POST projects/{id}/duplicate': ({ user, id, body }) =>
      copies.begin(user, id, body),
    'POST projects/{id}/adopt': ({ user, id, body, signal }) =>
      adoption.adopt(user, id, body, signal())
  };
}
