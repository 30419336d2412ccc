import { randomBytes } from 'node:crypto';
import { Failed } from '../base/errors.ts';
import { makeSlug } from '../drivers/slug.ts';
import type { Source } from '../contract/contract.ts';
import type { ProjectRecord } from '../records/projects.ts';
import type { ReadModel } from './read-model.ts';
import type { Records } from '../records/records.ts';

/** Record a new project, with a slug of its own. */
export async function insertProject(
  { projects }: Pick<Records, 'projects'>,
  now: () => Date,
  wanted: Pick<ProjectRecord, 'user' | 'name' | 'title'> & {
    /** Tells it from projects whose names make the same slug. */
    readonly key: string;
    readonly source: Source | undefined;
    readonly profile?: string | null | undefined;
  }
): Promise<ProjectRecord> {
  const { user, name, title, key, source, profile = null } = wanted;
  const project: ProjectRecord = {
    id: randomBytes(8).toString('hex'),
    slug: makeSlug(name, key, await projects.slugs(user)),
    createdAt: now().toISOString(),
    lastUsed: null,
    ...{ user, name, title, source, profile }
  };
  await projects.insert(project);
  return project;
}

/** The resources that the administrator offers to projects. */
export type Profiles = readonly { readonly id: string }[];

/** Refuse resources that the administrator does not offer. */
export function requireProfile(
  profiles: Profiles,
  resources: string | null | undefined
): void {
  if (resources && !profiles.some(({ id }) => id === resources)) {
    const detail = `This site has no resources called ${resources}.`;
    throw new Failed('invalid-request', detail, { field: 'resources' });
  }
}

/** Refuse a project when the user has as many as allowed. */
export async function requireRoom(
  deps: {
    readonly limit: number | null;
    readonly view: Pick<ReadModel, 'all'>;
  },
  user: string
): Promise<void> {
  const { limit, view } = deps;
  if (limit === null) {
    return;
  }
  const projects = await view.all(user);
  const count = projects.filter(
    ({ state }) => state !== 'unbuilt' && state !== 'unmanaged'
  ).length;
  if (count >= limit) {
    throw new Failed(
      'project-limit',
      `You have ${String(count)} of ${String(limit)} projects. Make room first; nothing was built.`,
      { values: { count: String(count), limit: String(limit) } }
    );
  }
}
