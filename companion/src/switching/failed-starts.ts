import type { Transaction } from 'kysely';
import { Failure } from '../contract.ts';
import type { Project } from '../contract.ts';
import { RESCUE } from '../drivers/slug.ts';
import { Failed } from '../errors.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { SwitchRecord } from './switch-record.ts';
import { hasEntered } from './switch-state.ts';

export type FailedStart = NonNullable<Project['failedStart']>;

/** Keep why a start failed and what its server printed, until the next start. */
export async function keepFailedStart(
  transaction: Transaction<Tables>,
  { user, shown }: SwitchRecord,
  failed: { readonly at: string; readonly error: Failure; readonly log: string }
): Promise<void> {
  if (!hasEntered(shown, 'starting')) {
    return;
  }
  await forgetFailedStart(transaction, user, shown.project);
  const { at, error, log } = failed;
  await transaction
    .insertInto('failed_starts')
    .values({
      ...{ switch: shown.id, user, at, log },
      project: projectOf(shown.project),
      error_json: JSON.stringify(error)
    })
    .execute();
}

/** The project starts again. */
export async function forgetFailedStart(
  transaction: Transaction<Tables>,
  user: string,
  project: string
): Promise<void> {
  await transaction
    .deleteFrom('failed_starts')
    .where('user', '=', user)
    .where('project', 'is', projectOf(project))
    .execute();
}

/** Those of the user's projects whose last start failed, by project. */
export async function failedStarts(
  store: Store,
  user: string
): Promise<ReadonlyMap<string | null, FailedStart>> {
  const rows = await store
    .selectFrom('failed_starts')
    .select(['switch', 'project', 'at', 'error_json'])
    .where('user', '=', user)
    .execute();
  return new Map(
    rows.map(({ switch: id, project, at, error_json }) => [
      project,
      { switch: id, at, error: Failure.parse(JSON.parse(error_json)) }
    ])
  );
}

/** What the server printed whose start failed with this switch. */
export async function logOfStart(
  store: Store,
  user: string,
  id: string
): Promise<string> {
  const row = await store
    .selectFrom('failed_starts')
    .select('log')
    .where('switch', '=', id)
    .where('user', '=', user)
    .executeTakeFirst();
  if (!row) {
    throw new Failed('not-found', 'Nothing is kept of what it printed.');
  }
  return row.log;
}

function projectOf(project: string): string | null {
  return project === RESCUE ? null : project;
}
