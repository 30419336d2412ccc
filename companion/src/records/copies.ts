import { Failure } from '../contract/contract.ts';
import type { Store } from '../store/store.ts';

/** A copy that has not ended: its project, and its name on the volume. */
export interface CopyRecord {
  readonly user: string;
  readonly project: string;
  readonly operation: string;
}

/** The table `copies`: projects that are still copied, or could not be. */
export class CopyRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async insert(project: string, operation: string): Promise<void> {
    await this.#store
      .insertInto('copies')
      .values({ project, operation, error_json: null })
      .execute();
  }

  async underWay(): Promise<CopyRecord[]> {
    return this.#store
      .selectFrom('copies')
      .innerJoin('projects', 'projects.id', 'copies.project')
      .select(['copies.project', 'copies.operation', 'projects.user'])
      .where('copies.error_json', 'is', null)
      .execute();
  }

  /** Return why the project could not be copied. */
  async error(project: string): Promise<Failure | undefined> {
    const row = await this.#store
      .selectFrom('copies')
      .select('error_json')
      .where('project', '=', project)
      .executeTakeFirst();
    const json = row?.error_json ?? null;
    return json === null ? undefined : Failure.parse(JSON.parse(json));
  }

  async fail(project: string, error: Failure): Promise<void> {
    await this.#store
      .updateTable('copies')
      .set({ error_json: JSON.stringify(error) })
      .where('project', '=', project)
      .execute();
  }

  async remove(project: string): Promise<void> {
    await this.#store
      .deleteFrom('copies')
      .where('project', '=', project)
      .execute();
  }
}
