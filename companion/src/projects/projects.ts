import { Failed } from '../base/errors.ts';
import { whenAvailable } from '../volumes/volume-failure.ts';
import type { Profiles } from './new-project.ts';
import { requireProfile } from './new-project.ts';
import { unmanagedFolder } from '../files/unmanaged-folders.ts';
import type {
  PatchRequest,
  Preview,
  Project,
  ProjectList,
  ResolveRequest,
  Trashed
} from '../contract/contract.ts';
import type { Builds } from '../builds/builds.ts';
import type { Events } from '../events/events.ts';
import type { Copies } from './copies.ts';
import type { FolderMoves } from '../files/folder-moves.ts';
import type { Homes } from '../files/homes.ts';
import type { Looks } from './looks.ts';
import type { OutsideFiles } from '../files/outside-files.ts';
import type { Sizes } from '../files/sizes.ts';
import type { Trash } from '../files/trash.ts';
import type { ProjectBuilds } from './project-builds.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import type { ProjectRecord } from '../records/projects.ts';
import type { ReadModel } from './read-model.ts';
import type { Records } from '../records/records.ts';
import type { Switcher } from '../switching/switcher.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface ProjectsDeps {
  readonly records: Pick<Records, 'builds' | 'projects'>;
  readonly view: ReadModel;
  readonly feed: ProjectFeed;
  readonly events: Pick<Events, 'publish'>;
  readonly looks: Pick<Looks, 'look'>;
  readonly projectBuilds: Pick<ProjectBuilds, 'existing'>;
  readonly builds: Pick<Builds, 'last' | 'log' | 'collect'>;
  readonly switcher: Pick<
    Switcher,
    'stopServer' | 'withoutServer' | 'requireNoSwitch'
  >;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly moves: FolderMoves;
  readonly homes: Pick<Homes, 'follow'>;
  readonly copies: Pick<Copies, 'cancel'>;
  readonly trash: Pick<Trash, 'put' | 'putFolder' | 'tidy'>;
  readonly sizes: Pick<Sizes, 'refresh' | 'usage'>;
  readonly outside: Pick<OutsideFiles, 'summary'>;
  readonly limit: number | null;
  readonly profiles: Profiles;
}

/** Lists the projects of a user, and changes them as people ask. */
export class Projects {
  readonly #deps: ProjectsDeps;

  constructor(deps: ProjectsDeps) {
    this.#deps = deps;
  }

  async list(user: string): Promise<ProjectList> {
    const { view, moves, trash, sizes, outside, limit } = this.#deps;
    await whenAvailable(moves.settle(user), undefined);
    trash.tidy(user);
    sizes.refresh(user);
    return {
      projects: await view.all(user),
      limit,
      usage: await sizes.usage(user),
      ...(await outside.summary(user))
    };
  }

  async get(user: string, id: string): Promise<Project> {
    return this.#deps.view.fresh(
      await this.#deps.records.projects.require(user, id)
    );
  }

  /** Describe a source and the files that a build would read; write nothing. */
  async preview(
    user: string,
    { source, ref }: ResolveRequest,
    signal: AbortSignal
  ): Promise<Preview> {
    const { looks, projectBuilds } = this.#deps;
    const { resolved, inspection } = await looks.look(
      user,
      source,
      ref,
      signal
    );
    const existing = await projectBuilds.existing(user, resolved.source);
    return {
      ...resolved,
      ...inspection,
      files: [...inspection.files],
      notHonoured: [...inspection.notHonoured],
      ...(existing ? { existing } : {})
    };
  }

  /** Change title and resources; rename the folder if idle, or follow it. */
  async change(
    user: string,
    id: string,
    { title, name, renamedTo, resources }: PatchRequest
  ): Promise<Project> {
    const { records, feed, view, profiles, homes } = this.#deps;
    const row = await records.projects.require(user, id);
    requireProfile(profiles, resources);
    if (renamedTo !== undefined) {
      await homes.follow(row, renamedTo);
    }
    if (name !== undefined && name !== row.name) {
      await this.#renameFolder(row, name);
    }
    await records.projects.change(id, {
      title: title ?? row.title,
      profile: resources === undefined ? row.profile : resources
    });
    feed.changed(user, id);
    return view.one(await records.projects.require(user, id));
  }

  /** Move a project to the trash; one without a folder is removed at once. */
  async remove(user: string, id: string): Promise<Trashed | undefined> {
    const { records, moves, trash, volumes, view, switcher, copies } =
      this.#deps;
    await moves.settle(user);
    const folder = unmanagedFolder(id);
    if (folder !== undefined) {
      await this.#requireUnmanaged(user, folder);
      return trash.putFolder(user, folder);
    }
    const row = await records.projects.require(user, id);
    await copies.cancel(id);
    await this.#requireIdle(user, row);
    if ((await view.one(row)).url !== undefined) {
      await switcher.stopServer(user, id);
    }
    return switcher.withoutServer(user, id, async () => {
      if (await volumes.of(user).find(row.name)) {
        return trash.put(user, row);
      }
      await this.#forget(user, id);
      return undefined;
    });
  }

  /** Stop the server of a project; `page` is the one that asks for it. */
  async stop(user: string, id: string, page?: string): Promise<Project> {
    const { switcher, view, feed, records } = this.#deps;
    const row = await records.projects.require(user, id);
    const stopped = view.stopping(id);
    try {
      const stopping = switcher.stopServer(user, id, page);
      feed.changed(user, id);
      await stopping;
    } finally {
      stopped();
      feed.changed(user, id);
    }
    return view.one(row);
  }

  async #renameFolder(row: ProjectRecord, name: string): Promise<void> {
    const { switcher, volumes, moves } = this.#deps;
    const { user, id: project, name: from } = row;
    await moves.settle(user);
    await this.#requireIdle(user, row);
    const where = { user, project, trash: null, from, to: name };
    await switcher.withoutServer(user, project, () =>
      moves.move({ kind: 'rename', ...where }, () =>
        volumes.of(user).rename(from, name)
      )
    );
  }

  /** Remove a project that has nothing on the volume. */
  async #forget(user: string, id: string): Promise<void> {
    const { records, builds, events } = this.#deps;
    const ids = await records.builds.idsOf(id);
    await records.projects.remove(id);
    for (const build of ids) {
      builds.log(build).remove();
    }
    events.publish(user, { event: 'project-removed', data: { id } });
    await builds.collect();
  }

  async #requireUnmanaged(user: string, folder: string): Promise<void> {
    if (!(await this.#deps.view.unmanaged(user, folder))) {
      throw new Failed('not-found', 'There is no such folder.');
    }
  }

  async #requireIdle(user: string, row: ProjectRecord): Promise<void> {
    const { view, builds } = this.#deps;
    const project = await view.one(row);
    // Nobody works in it once its server has ended, as on a full disk.
    if (project.active && project.url !== undefined) {
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
    await this.#deps.switcher.requireNoSwitch(user, row.id);
  }
}
