import { Failed, toFailure } from '../base/errors.ts';
import type { Failure } from '../contract/contract.ts';
import { RESCUE } from '../drivers/slug.ts';
import type { FailedStartRecord } from '../records/failed-starts.ts';

/** The start of a server: its project, and the switch that began it. */
export interface ServerStart {
  readonly user: string;
  readonly project: string;
  readonly switch: string;
}

/** Make the record of a failed start, or of a server that ended when ready. */
export function failedStart(
  { user, project, switch: id }: ServerStart,
  cause: unknown,
  {
    at,
    ready,
    error = toFailure(cause)
  }: { readonly at: string; readonly ready: boolean; readonly error?: Failure }
): FailedStartRecord {
  return {
    ...{ user, switch: id, at, error, ready },
    project: projectOf(project),
    log: logOf(cause)
  };
}

/** Return the project of a failed start's record; a rescue server has none. */
export function projectOf(project: string): string | null {
  return project === RESCUE ? null : project;
}

/** Return the output of the server that failed. */
export function logOf(cause: unknown): string {
  const log = cause instanceof Failed ? cause.options.log : undefined;
  return log ?? '';
}
