import type { Transaction } from 'kysely';
import { Failure } from '../contract/contract.ts';
import type { Project } from '../contract/contract.ts';
import { RESCUE } from '../drivers/slug.ts';
import { Failed } from '../base/errors.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

export type FailedStart = NonNullable<Project['failedStart']>;

/** The start of a server: its project, and the switch that began it. */
export interface ServerStart {
  readonly user: string;
  readonly project: string;
  readonly switch: string;
}

/**
 * Keep why a server did not start, or ended after it was ready, and what it
 * printed, until the next start.
 */
export async function keepFailedStart(
  transaction: Transaction<Tables>,
  { user, project, switch: id }: ServerStart,
  failed: {
    readonly at: string;
    readonly error: Failure;
    readonly log: string;
    readonly ready: boolean;
  }
): Promise<void> {
  await forgetFailedStart(transaction, user, project);
  const { at, error, log, ready } = failed;
  await transaction
    .insertInto('failed_starts')
    .values({
      ...{ switch: id, user, at, log },
      project: projectOf(project),
      error_json: JSON.stringify(error),
      ready: ready ? 1 : 0
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

/** Those of the user's projects whose last server failed, by project. */
export async function failedStarts(
  store: Store,
  user: string
): Promise<ReadonlyMap<string | null, FailedStart>> {
  const rows = await store
    .selectFrom('failed_starts')
    .select(['switch', 'project', 'at', 'error_json', 'ready'])
    .where('user', '=', user)
    .execute();
  return new Map(
    rows.map(({ switch: id, project, at, error_json, ready }) => [
      project,
      {
        ...{ switch: id, at, ready: ready === 1 },
        error: Failure.parse(JSON.parse(error_json))
      }
    ])
  );
}

/** What the server printed that was started by this switch, and failed. */
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

/** What the server of a failure printed. */
export function logOf(cause: unknown): string {
  const log = cause instanceof Failed ? cause.options.log : undefined;
  return log ?? '';
}
