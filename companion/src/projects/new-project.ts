import { randomBytes } from 'node:crypto';
import { Failed } from '../base/errors.ts';
import { makeSlug } from '../drivers/slug.ts';
import type { Source } from '../contract/contract.ts';
import type { ProjectRow } from '../records/projects.ts';
import type { ProjectView } from './project-view.ts';
import type { Store } from '../store/store.ts';

/** Write a new project down, with a slug of its own. */
export async function insertProject(
  store: Store,
  now: () => Date,
  project: Pick<ProjectRow, 'user' | 'name' | 'title'> & {
    /** What tells it from others whose name is written alike. */
    readonly key: string;
    readonly source: Source | undefined;
    readonly profile?: string | null | undefined;
  }
): Promise<ProjectRow> {
  const { user, name, title, key, source, profile = null } = project;
  // Also those of projects in the trash, which come back under theirs.
  const rows = await store
    .selectFrom('projects')
    .select('slug')
    .where('user', '=', user)
    .execute();
  const row: ProjectRow = {
    id: randomBytes(8).toString('hex'),
    slug: makeSlug(name, key, new Set(rows.map(({ slug }) => slug))),
    source_json: source ? JSON.stringify(source) : null,
    created_at: now().toISOString(),
    last_used: null,
    ...{ user, name, title, profile }
  };
  await store.insertInto('projects').values(row).execute();
  return row;
}

/** What a project may be given, by the administrator's choice. */
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

/** Refuse one project more than the user may have. */
export async function requireRoom(
  deps: {
    readonly limit: number | null;
    readonly view: Pick<ProjectView, 'all'>;
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
