import type { z } from 'zod';
import { Build, Failure, Source } from '../contract/contract.ts';
import { Failed } from '../base/errors.ts';
import type { BuildPhase } from '../contract/contract.ts';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/schema.ts';

export type BuildRow = Tables['builds'];

const Steps = Build.shape.steps;
type Steps = z.infer<typeof Steps>;

export interface BuildQuery {
  readonly project?: string | undefined;
  readonly limit?: number | undefined;
  /** The id of a build; those that began before it follow. */
  readonly before?: string | undefined;
}

/** Builds as they are written down, and where those that wait stand. */
export class BuildRecords {
  readonly #store: Store;
  readonly #now: () => Date;
  readonly #positions = new Map<string, number>();

  constructor(deps: { readonly store: Store; readonly now: () => Date }) {
    this.#store = deps.store;
    this.#now = deps.now;
  }

  async insert(
    row: Pick<BuildRow, 'id' | 'user' | 'project'>,
    source: Source
  ): Promise<Build> {
    const started_at = this.#now().toISOString();
    const steps: Steps = [{ phase: 'waiting', startedAt: started_at }];
    await this.#store
      .insertInto('builds')
      .values({
        ...row,
        source_json: JSON.stringify(source),
        phase: 'waiting',
        steps_json: JSON.stringify(steps),
        started_at
      })
      .execute();
    return this.find(row.id);
  }

  /** Enter a phase, or say more of the one it is in. */
  async enter(id: string, phase: BuildPhase, detail?: string): Promise<Build> {
    const { steps } = await this.find(id);
    await this.#update(id, {
      phase,
      detail: detail ?? null,
      steps_json: JSON.stringify(this.#stepped(steps, phase))
    });
    return this.find(id);
  }

  /** Begin again from `waiting`, after the process had died. */
  async restart(id: string): Promise<Build> {
    const { steps } = await this.find(id);
    const now = this.#now().toISOString();
    const again = [
      ...closed(steps, now),
      { phase: 'waiting' as const, startedAt: now }
    ];
    await this.#update(id, {
      phase: 'waiting',
      detail: null,
      steps_json: JSON.stringify(again)
    });
    return this.find(id);
  }

  async end(
    id: string,
    phase: 'built' | 'failed' | 'cancelled',
    outcome: { readonly image?: string; readonly error?: Failure } = {},
    store: Store = this.#store
  ): Promise<void> {
    const row = await this.#row(id, undefined, store);
    const now = this.#now().toISOString();
    const steps = closed(Steps.parse(JSON.parse(row.steps_json)), now);
    await this.#update(
      id,
      {
        phase,
        detail: null,
        steps_json: JSON.stringify(steps),
        image: outcome.image ?? null,
        error_json: outcome.error ? JSON.stringify(outcome.error) : null,
        ended_at: now
      },
      store
    );
    this.#positions.delete(id);
  }

  place(id: string, position: number | undefined): void {
    if (position === undefined) {
      this.#positions.delete(id);
    } else {
      this.#positions.set(id, position);
    }
  }

  async find(id: string): Promise<Build> {
    return this.#build(await this.#row(id));
  }

  /** Fails with `not-found` also for another user's build. */
  async get(user: string, id: string): Promise<Build> {
    return this.#build(await this.#row(id, user));
  }

  async last(project: string): Promise<Build | undefined> {
    const row = await this.#store
      .selectFrom('builds')
      .selectAll()
      .where('project', '=', project)
      .orderBy('started_at', 'desc')
      .orderBy('id', 'desc')
      .executeTakeFirst();
    return row && this.#build(row);
  }

  unfinished(): Promise<BuildRow[]> {
    return this.#store
      .selectFrom('builds')
      .selectAll()
      .where('ended_at', 'is', null)
      .orderBy('started_at')
      .execute();
  }

  async list(
    user: string,
    { project, limit = 20, before }: BuildQuery
  ): Promise<{ builds: Build[]; next?: string }> {
    let query = this.#store
      .selectFrom('builds')
      .selectAll()
      .where('user', '=', user)
      .orderBy('started_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (project !== undefined) {
      query = query.where('project', '=', project);
    }
    if (before !== undefined) {
      const { started_at, id } = await this.#row(before, user);
      query = query.where(eb =>
        eb.or([
          eb('started_at', '<', started_at),
          eb.and([eb('started_at', '=', started_at), eb('id', '<', id)])
        ])
      );
    }
    const rows = await query.execute();
    const builds = rows.slice(0, limit).map(row => this.#build(row));
    const last = builds.at(-1);
    return rows.length > limit && last ? { builds, next: last.id } : { builds };
  }

  async #row(
    id: string,
    user?: string,
    store: Store = this.#store
  ): Promise<BuildRow> {
    const row = await store
      .selectFrom('builds')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row || (user !== undefined && row.user !== user)) {
      throw new Failed('not-found', 'There is no such build.');
    }
    return row;
  }

  async #update(
    id: string,
    values: Partial<BuildRow>,
    store: Store = this.#store
  ): Promise<void> {
    await store
      .updateTable('builds')
      .set(values)
      .where('id', '=', id)
      .execute();
  }

  #stepped(steps: Steps, phase: BuildPhase): Steps {
    if (steps.at(-1)?.phase === phase) {
      return steps;
    }
    const now = this.#now().toISOString();
    return [...closed(steps, now), { phase, startedAt: now }];
  }

  #build(row: BuildRow): Build {
    const position = this.#positions.get(row.id);
    return Build.parse({
      id: row.id,
      project: row.project,
      source: Source.parse(JSON.parse(row.source_json)),
      phase: row.phase,
      detail: row.detail ?? undefined,
      startedAt: row.started_at,
      endedAt: row.ended_at ?? undefined,
      steps: Steps.parse(JSON.parse(row.steps_json)),
      image: row.image ?? undefined,
      queuePosition: position,
      error:
        row.error_json === null
          ? undefined
          : Failure.parse(JSON.parse(row.error_json))
    });
  }
}

function closed(steps: Steps, now: string): Steps {
  return steps.map((step, index) =>
    index === steps.length - 1 && step.endedAt === undefined
      ? { ...step, endedAt: now }
      : step
  );
}
