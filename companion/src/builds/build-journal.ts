import { Failed } from '../base/errors.ts';
import type {
  Build,
  BuildPhase,
  Failure,
  Source
} from '../contract/contract.ts';
import type { BuildRecord } from '../records/builds.ts';
import type { Records } from '../records/records.ts';

export interface BuildJournalDeps {
  readonly records: Pick<Records, 'builds'>;
  readonly now: () => Date;
}

export interface BuildQuery {
  readonly project?: string | undefined;
  readonly limit?: number | undefined;
  /** The id of a build; the list has those that began before it. */
  readonly before?: string | undefined;
}

type Steps = Build['steps'];

/** Records the phases of builds, and the queue places of those that wait. */
export class BuildJournal {
  readonly #deps: BuildJournalDeps;
  readonly #positions = new Map<string, number>();

  constructor(deps: BuildJournalDeps) {
    this.#deps = deps;
  }

  async insert(
    { id, user, project }: Pick<Build, 'id' | 'project'> & { user: string },
    source: Source
  ): Promise<Build> {
    const startedAt = this.#now();
    const phase = 'waiting';
    const steps: Steps = [{ phase, startedAt }];
    const build: Build = { id, project, source, phase, startedAt, steps };
    await this.#deps.records.builds.insert({ user, build });
    return build;
  }

  /** Enter a phase, or change the detail of the current one. */
  async enter(id: string, phase: BuildPhase, detail?: string): Promise<Build> {
    const build = await this.find(id);
    const same = build.steps.at(-1)?.phase === phase;
    return await this.#update({
      ...build,
      phase,
      detail,
      steps: same ? build.steps : this.#stepped(build.steps, phase)
    });
  }

  /** Begin again from `waiting`, after the process had died. */
  async restart(id: string): Promise<Build> {
    const build = await this.find(id);
    const phase = 'waiting';
    const steps = this.#stepped(build.steps, phase);
    return await this.#update({ ...build, phase, steps, detail: undefined });
  }

  /** End a build; with `records`, within the caller's transaction. */
  async end(
    id: string,
    phase: 'built' | 'failed' | 'cancelled',
    outcome: { readonly image?: string; readonly error?: Failure } = {},
    records = this.#deps.records
  ): Promise<void> {
    const build = await this.find(id, records);
    const endedAt = this.#now();
    const steps = closed(build.steps, endedAt);
    const ended = { ...build, ...outcome, phase, steps, endedAt };
    await records.builds.update({ ...ended, detail: undefined });
    this.#positions.delete(id);
  }

  /** Note a build's place in the queue, or that it waits no more. */
  place(id: string, position: number | undefined): void {
    if (position === undefined) {
      this.#positions.delete(id);
    } else {
      this.#positions.set(id, position);
    }
  }

  async find(id: string, records = this.#deps.records): Promise<Build> {
    return this.#placed(required(await records.builds.find(id)).build);
  }

  /** Fails with `not-found` also for another user's build. */
  async get(user: string, id: string): Promise<Build> {
    const record = await this.#deps.records.builds.find(id);
    return this.#placed(
      required(record?.user === user ? record : undefined).build
    );
  }

  async last(project: string): Promise<Build | undefined> {
    const build = await this.#deps.records.builds.last(project);
    return build && this.#placed(build);
  }

  unfinished(): Promise<BuildRecord[]> {
    return this.#deps.records.builds.unfinished();
  }

  async list(
    user: string,
    { project, limit = 20, before }: BuildQuery
  ): Promise<{ builds: Build[]; next?: string }> {
    const found = await this.#deps.records.builds.list(user, {
      project,
      // One more than is shown says whether more follow.
      limit: limit + 1,
      before: before === undefined ? undefined : await this.get(user, before)
    });
    const builds = found.slice(0, limit).map(build => this.#placed(build));
    const last = builds.at(-1);
    return found.length > limit && last
      ? { builds, next: last.id }
      : { builds };
  }

  async #update(build: Build): Promise<Build> {
    await this.#deps.records.builds.update(build);
    return this.#placed(build);
  }

  #placed(build: Build): Build {
    const queuePosition = this.#positions.get(build.id);
    return queuePosition === undefined ? build : { ...build, queuePosition };
  }

  #stepped(steps: Steps, phase: BuildPhase): Steps {
    const now = this.#now();
    return [...closed(steps, now), { phase, startedAt: now }];
  }

  #now(): string {
    return this.#deps.now().toISOString();
  }
}

function required(record: BuildRecord | undefined): BuildRecord {
  if (!record) {
    throw new Failed('not-found', 'There is no such build.');
  }
  return record;
}

function closed(steps: Steps, now: string): Steps {
  return steps.map((step, index) =>
    index === steps.length - 1 && step.endedAt === undefined
      ? { ...step, endedAt: now }
      : step
  );
}
