import { Failure } from '../contract/contract.ts';
import type { Project } from '../contract/contract.ts';
import type { Store } from '../store/store.ts';

export type FailedStart = NonNullable<Project['failedStart']>;

/** A server that did not start, or ended after it was ready, and why. */
export interface FailedStartRecord {
  readonly user: string;
  /** `null` for the rescue server. */
  readonly project: string | null;
  /** The switch that began the start. */
  readonly switch: string;
  readonly at: string;
  readonly error: Failure;
  /** The output of the server. */
  readonly log: string;
  /** True when the server had been ready, and ended by itself later. */
  readonly ready: boolean;
}

/** The table `failed_starts`: the last server of a project, if it failed. */
export class FailedStartRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Write it in place of the project's earlier one. */
  async put(failed: FailedStartRecord): Promise<void> {
    const { user, project, switch: id, at, error, log, ready } = failed;
    await this.remove(user, project);
    await this.#store
      .insertInto('failed_starts')
      .values({
        ...{ switch: id, user, project, at, log },
        error_json: JSON.stringify(error),
        ready: ready ? 1 : 0
      })
      .execute();
  }

  async remove(user: string, project: string | null): Promise<void> {
    await this.#store
      .deleteFrom('failed_starts')
      .where('user', '=', user)
      .where('project', 'is', project)
      .execute();
  }

  /** List the failed starts of a user, by project. */
  async of(user: string): Promise<ReadonlyMap<string | null, FailedStart>> {
    const rows = await this.#store
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

  /** Return what the server printed that this switch started. */
  async log(user: string, id: string): Promise<string | undefined> {
    const row = await this.#store
      .selectFrom('failed_starts')
      .select('log')
      .where('switch', '=', id)
      .where('user', '=', user)
      .executeTakeFirst();
    return row?.log;
  }
}
