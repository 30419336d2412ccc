import { Failed } from '../errors.ts';
import { requireProject } from './project-rows.ts';
import type {
  PatchRequest,
  Preview,
  Project,
  ProjectList,
  ResolveRequest
} from '../contract.ts';
import type { Builder } from '../builds/builder.ts';
import type { Builds } from '../builds/builds.ts';
import type { Events } from '../events.ts';
import type { ProjectBuilds } from './project-builds.ts';
import type { ProjectFeed } from './project-feed.ts';
import type { ProjectRow, ProjectView } from './project-view.ts';
import type { Sources } from './sources.ts';
import type { Store } from '../store/store.ts';
import type { Switcher } from '../switching/switcher.ts';
import type { Volume } from '../volumes/volume.ts';

export interface ProjectsDeps {
  readonly store: Store;
  readonly view: ProjectView;
  readonly feed: ProjectFeed;
  readonly events: Pick<Events, 'publish'>;
  readonly sources: Pick<Sources, 'resolve'>;
  readonly builder: Pick<Builder, 'inspect'>;
  readonly projectBuilds: Pick<ProjectBuilds, 'existing'>;
  readonly builds: Pick<Builds, 'last' | 'log' | 'collect'>;
  readonly switcher: Pick<Switcher, 'stopServer' | 'latest'>;
  readonly volume: Pick<Volume, 'find' | 'usage'>;
  readonly limit: number | null;
}

/** The projects of a user: the list, and what people do to it. */
export class Projects {
  readonly #deps: ProjectsDeps;

  constructor(deps: ProjectsDeps) {
    this.#deps = deps;
  }

  async list(user: string): Promise<ProjectList> {
    const { view, volume, limit } = this.#deps;
    return {
      projects: await view.all(user),
      limit,
      usage: await volume.usage()
    };
  }

  async get(user: string, id: string): Promise<Project> {
    return this.#deps.view.one(
      await requireProject(this.#deps.store, user, id)
    );
  }

  /** What a source is and what a build would read; nothing is written. */
  async preview(
    user: string,
    { source, ref }: ResolveRequest,
    signal: AbortSignal
  ): Promise<Preview> {
    const { sources, builder } = this.#deps;
    const resolved = await sources.resolve(source, ref, signal);
    const inspection = await builder.inspect(resolved.source, signal);
    const existing = await this.#deps.projectBuilds.existing(
      user,
      resolved.source
    );
    return {
      ...resolved,
      ...inspection,
      files: [...inspection.files],
      notHonoured: [...inspection.notHonoured],
      ...(existing ? { existing } : {})
    };
  }

  async rename(
    user: string,
    id: string,
    { title }: PatchRequest
  ): Promise<Project> {
    const row = await requireProject(this.#deps.store, user, id);
    if (title !== undefined) {
      await this.#deps.store
        .updateTable('projects')
        .set({ title })
        .where('id', '=', id)
        .execute();
      this.#deps.feed.changed(user, id);
    }
    return this.#deps.view.one({ ...row, title: title ?? row.title });
  }

  /** Remove a project that has no folder; the trash is for those that have. */
  async remove(user: string, id: string): Promise<void> {
    const { store, builds, events } = this.#deps;
    const row = await requireProject(this.#deps.store, user, id);
    await this.#requireRemovable(user, row);
    const ids = await this.#buildIds(id);
    await store.deleteFrom('projects').where('id', '=', id).execute();
    for (const build of ids) {
      builds.log(build).remove();
    }
    events.publish(user, { event: 'project-removed', data: { id } });
    await builds.collect();
  }

  /** Stop the server of a project that is not active. */
  async stop(user: string, id: string): Promise<Project> {
    const { switcher, view, feed } = this.#deps;
    const row = await requireProject(this.#deps.store, user, id);
    const stopped = view.stopping(id);
    try {
      const stopping = switcher.stopServer(user, id);
      feed.changed(user, id);
      await stopping;
    } finally {
      stopped();
      feed.changed(user, id);
    }
    return view.one(row);
  }

  async #requireRemovable(user: string, row: ProjectRow): Promise<void> {
    const { view, builds, volume } = this.#deps;
    const project = await view.one(row);
    if (project.active) {
      throw new Failed(
        'project-active',
        'You are working in this project. Switch to another first.',
        { project }
      );
    }
    const build = await builds.last(row.id);
    if (build && build.endedAt === undefined) {
      throw new Failed(
        'project-busy',
        'A build of this project is under way. Cancel it first.',
        { build }
      );
    }
    await this.#requireNoSwitch(user, row.id);
    if (await volume.find(row.name)) {
      throw new Failed(
        'not-found',
        'This companion has no trash: only a project without a folder can be removed.',
        { project }
      );
    }
  }

  async #requireNoSwitch(user: string, project: string): Promise<void> {
    const latest = await this.#deps.switcher.latest(user);
    const concerned = latest?.project === project || latest?.from === project;
    if (latest && latest.endedAt === undefined && concerned) {
      const detail = 'A switch of this project is under way.';
      throw new Failed('project-busy', detail, { switch: latest });
    }
  }

  async #buildIds(project: string): Promise<string[]> {
    const rows = await this.#deps.store
      .selectFrom('builds')
      .select('id')
      .where('project', '=', project)
      .execute();
    return rows.map(row => row.id);
  }
}
