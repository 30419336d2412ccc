import { Failed } from '../base/errors.ts';
import { freeName } from '../repositories/names.ts';
import type { Profiles } from './new-project.ts';
import { insertProject, requireProfile, requireRoom } from './new-project.ts';
import { sourceKey } from '../repositories/sources.ts';
import type {
  Build,
  BuildRequest,
  Created,
  CreateRequest,
  Project,
  Source
} from '../contract/contract.ts';
import type { Builds } from '../builds/builds.ts';
import type { UserLocks } from '../base/user-locks.ts';
import type { Looks } from './looks.ts';
import type { ResolvedSource } from '../repositories/sources.ts';
import type { ProjectRecord } from '../records/projects.ts';
import type { ReadModel } from './read-model.ts';
import type { Records } from '../records/records.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface ProjectBuildsDeps {
  readonly records: Pick<Records, 'projects'>;
  readonly view: ReadModel;
  readonly looks: Pick<Looks, 'look'>;
  readonly builds: Pick<Builds, 'begin' | 'last'>;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly locks: Pick<UserLocks, 'files'>;
  readonly limit: number | null;
  readonly profiles: Profiles;
  readonly now: () => Date;
}

/** Begins the builds of projects: the first, which makes it, and later ones. */
export class ProjectBuilds {
  readonly #deps: ProjectBuildsDeps;

  constructor(deps: ProjectBuildsDeps) {
    this.#deps = deps;
  }

  /**
   * Make a project of a source and begin to build it. A source that cannot be
   * built is refused before anything is made, also without a preview.
   */
  async create(
    user: string,
    request: CreateRequest,
    signal: AbortSignal
  ): Promise<Created> {
    const { source, ref, resources } = request;
    requireProfile(this.#deps.profiles, resources);
    const { resolved } = await this.#deps.looks.look(user, source, ref, signal);
    // Two projects of a user cannot get the same name, or the last free place.
    return this.#deps.locks.files.run(user, () =>
      this.#create(user, request, resolved)
    );
  }

  /** Build again, from the commit that the project's ref names now. */
  async rebuild(
    user: string,
    id: string,
    { ref }: BuildRequest,
    signal: AbortSignal
  ): Promise<Build> {
    const { records, looks, locks } = this.#deps;
    const { source } = await records.projects.require(user, id);
    if (!source) {
      throw new Failed('not-found', 'This project has no source to build.');
    }
    const wanted = ref ?? source.ref;
    const { resolved } = await looks.look(user, source.url, wanted, signal);
    return locks.files.run(user, () =>
      this.#rebuild(user, id, resolved.source)
    );
  }

  /** Find the project that has this repository already. */
  async existing(user: string, source: Source): Promise<Project | undefined> {
    const key = sourceKey(source.url);
    const projects = await this.#deps.records.projects.of(user);
    const project = projects.find(other => {
      const url = other.source?.url;
      return url !== undefined && sourceKey(url) === key;
    });
    return project && this.#deps.view.one(project);
  }

  async #rebuild(user: string, id: string, source: Source): Promise<Build> {
    const { records, view, builds } = this.#deps;
    const row = await records.projects.require(user, id);
    const build = await builds.last(id);
    if (build && build.endedAt === undefined) {
      throw new Failed(
        'project-busy',
        'A build of this project is under way. Cancel it, or wait for its end.',
        { build }
      );
    }
    if ((await view.fresh(row)).state === 'unbuilt') {
      await requireRoom(this.#deps, user);
    }
    return builds.begin(user, row, source);
  }

  async #create(
    user: string,
    request: CreateRequest,
    resolved: ResolvedSource
  ): Promise<Created> {
    const { builds, view } = this.#deps;
    const { source } = resolved;
    if (request.name === undefined) {
      await this.#requireNew(user, source);
    }
    await requireRoom(this.#deps, user);
    const row = await this.#insert(user, request, resolved);
    const build = await builds.begin(user, row, source);
    return { project: await view.one(row), build };
  }

  async #insert(
    user: string,
    request: CreateRequest,
    resolved: ResolvedSource
  ): Promise<ProjectRecord> {
    const { records, now } = this.#deps;
    const { source } = resolved;
    const rows = await records.projects.of(user);
    const name = await this.#freeName(user, request, resolved, rows);
    const key = `${sourceKey(source.url)} ${name}`;
    const title = request.title ?? request.name ?? resolved.title;
    return insertProject(records, now, {
      ...{ user, name, title, key, source },
      profile: request.resources
    });
  }

  /** Return the requested name, or else one that nothing on the volume has. */
  async #freeName(
    user: string,
    { name }: CreateRequest,
    resolved: ResolvedSource,
    rows: readonly ProjectRecord[]
  ): Promise<string> {
    const folders = await this.#deps.volumes.of(user).list();
    const taken = new Set([...rows, ...folders].map(entry => entry.name));
    if (name === undefined) {
      return freeName(resolved.name, taken);
    }
    if (taken.has(name)) {
      const row = rows.find(other => other.name === name);
      const project = row && (await this.#deps.view.one(row));
      throw new Failed(
        'project-exists',
        `A folder named "${name}" is there already. Choose another name.`,
        { field: 'name', values: { name }, ...(project ? { project } : {}) }
      );
    }
    return name;
  }

  async #requireNew(user: string, source: Source): Promise<void> {
    const project = await this.existing(user, source);
    if (project) {
      throw new Failed(
        'project-exists',
        `You have this source already, as "${project.title}". Give another name to have it twice.`,
        {
          project,
          values: { title: project.title },
          actions: ['open-existing']
        }
      );
    }
  }
}
