import { Source } from '../contract.ts';
import { Failed } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { ProjectRow } from './project-view.ts';

/** Fails with `not-found` also for another user's project. */
export async function requireProject(
  store: Store,
  user: string,
  id: string
): Promise<ProjectRow> {
  const row = await store
    .selectFrom('projects')
    .selectAll()
    .where('id', '=', id)
    .where('user', '=', user)
    .executeTakeFirst();
  if (!row) {
    throw new Failed('not-found', 'There is no such project.');
  }
  return row;
}

export function sourceOf(row: ProjectRow): Source | undefined {
  return row.source_json === null
    ? undefined
    : Source.parse(JSON.parse(row.source_json));
}
