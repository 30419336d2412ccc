import { Source } from '../contract/contract.ts';
import { Failed } from '../base/errors.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

export type ProjectRow = Tables['projects'];

/** What stands before the id of a trashed project's folder; no name has a slash. */
const TRASHED = 'trash/';

export const inTrash = (id: string) => `${TRASHED}${id}`;

/** The projects of a user that are not in the trash. */
export function liveProjects(store: Store, user: string) {
  return store
    .selectFrom('projects')
    .selectAll('projects')
    .where('projects.user', '=', user)
    .where('projects.name', 'not like', `${TRASHED}%`);
}

/** Fails with `not-found` also for another user's project, and a deleted one. */
export async function requireProject(
  store: Store,
  user: string,
  id: string
): Promise<ProjectRow> {
  const row = await liveProjects(store, user)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) {
    throw new Failed('not-found', 'There is no such project.');
  }
  return row;
}

export function sourceOf(
  row: Pick<ProjectRow, 'source_json'>
): Source | undefined {
  return row.source_json === null
    ? undefined
    : Source.parse(JSON.parse(row.source_json));
}
