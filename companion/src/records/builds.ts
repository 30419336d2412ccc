import type { Selectable } from 'kysely';
import { Build, Failure, Source } from '../contract/contract.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** A build, and whose it is. */
export interface BuildRecord {
  readonly user: string;
  readonly build: Build;
}

export interface BuildQuery {
  readonly project?: string | undefined;
  readonly limit: number;
  /** A build that is newer than all that are asked for. */
  readonly before?: Pick<Build, 'id' | 'startedAt'> | undefined;
}

const Steps = Build.shape.steps;

/** The table `builds`. */
export class BuildRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async insert({ user, build }: BuildRecord): Promise<void> {
    const { id, project, source, startedAt: started_at } = build;
    await this.#store
      .insertInto('builds')
      .values({
        ...{ id, user, project, started_at },
        source_json: JSON.stringify(source),
        ...columns(build)
      })
      .execute();
  }

  async update(build: Build): Promise<void> {
    await this.#store
      .updateTable('builds')
      .set(columns(build))
      .where('id', '=', build.id)
      .execute();
  }

  async find(id: string): Promise<BuildRecord | undefined> {
    const row = await this.#rows().where('id', '=', id).executeTakeFirst();
    return row && recordOf(row);
  }

  async last(project: string): Promise<Build | undefined> {
    const row = await this.#rows()
      .where('project', '=', project)
      .orderBy('started_at', 'desc')
      .orderBy('id', 'desc')
      .executeTakeFirst();
    return row && recordOf(row).build;
  }

  /** List the builds that have not ended, the oldest first. */
  async unfinished(): Promise<BuildRecord[]> {
    const rows = await this.#rows()
      .where('ended_at', 'is', null)
      .orderBy('started_at')
      .execute();
    return rows.map(recordOf);
  }

  async idsOf(project: string): Promise<string[]> {
    const rows = await this.#store
      .selectFrom('builds')
      .select('id')
      .where('project', '=', project)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** List the builds of a user, the newest first. */
  async list(
    user: string,
    { project, limit, before }: BuildQuery
  ): Promise<Build[]> {
    let query = this.#rows()
      .where('user', '=', user)
      .orderBy('started_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit);
    if (project !== undefined) {
      query = query.where('project', '=', project);
    }
    if (before !== undefined) {
      const { startedAt, id } = before;
      query = query.where(eb =>
        eb.or([
          eb('started_at', '<', startedAt),
          eb.and([eb('started_at', '=', startedAt), eb('id', '<', id)])
        ])
      );
    }
    return (await query.execute()).map(row => recordOf(row).build);
  }

  #rows() {
    return this.#store.selectFrom('builds').selectAll();
  }
}

/** Return the columns of a build that may change. */
function columns({ phase, detail, steps, image, error, endedAt }: Build) {
  return {
    phase,
    detail: detail ?? null,
    steps_json: JSON.stringify(steps),
    image: image ?? null,
    error_json: error ? JSON.stringify(error) : null,
    ended_at: endedAt ?? null
  };
}

function recordOf(row: Selectable<Tables['builds']>): BuildRecord {
  return {
    user: row.user,
    build: Build.parse({
      id: row.id,
      project: row.project,
      source: Source.parse(JSON.parse(row.source_json)),
      phase: row.phase,
      detail: row.detail ?? undefined,
      startedAt: row.started_at,
      endedAt: row.ended_at ?? undefined,
      steps: Steps.parse(JSON.parse(row.steps_json)),
      image: row.image ?? undefined,
      error:
        row.error_json === null
          ? undefined
          : Failure.parse(JSON.parse(row.error_json))
    })
  };
}
