import { failedStarts } from '../records/failed-starts.ts';
import type { FailedStart } from '../records/failed-starts.ts';
import { labUrl } from '../switching/servers.ts';
import { liveProjects, sourceOf } from '../records/projects.ts';
import type { ProjectRow } from '../records/projects.ts';
import { unmanagedOf } from '../files/unmanaged-folders.ts';
import { whenAvailable } from '../volumes/volume-failure.ts';
import { folderState, stateOf, warningOf } from './project-state.ts';
import { Failure } from '../contract/contract.ts';
import type { Image, Project } from '../contract/contract.ts';
import type { Builder } from '../builds/builder.ts';
import type { BuildRecords } from '../records/builds.ts';
import type { Driver, RunningServer } from '../drivers/driver.ts';
import type { CopyProgress } from './copy-progress.ts';
import type { LostHomes } from '../files/homes.ts';
import type { Situation } from './project-state.ts';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/schema.ts';
import type { Folder } from '../volumes/volume.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface ProjectViewDeps {
  readonly store: Store;
  readonly driver: Pick<Driver, 'list'>;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly builder: Pick<Builder, 'available'>;
  readonly records: Pick<BuildRecords, 'last'>;
  readonly copying: Pick<CopyProgress, 'get'>;
  readonly lost: LostHomes;
}

const UNAVAILABLE = 'volume-unavailable' as const;

/** What is the same for all projects of a user at one moment. */
interface Moment {
  readonly user: Tables['users'] | undefined;
  readonly servers: readonly RunningServer[];
  readonly underWay: Tables['switches'] | undefined;
  readonly failed: ReadonlyMap<string | null, FailedStart>;
}

/** Puts together what pages are shown of a project, from where each part is. */
export class ProjectView {
  readonly #deps: ProjectViewDeps;
  readonly #stopping = new Set<string>();

  constructor(deps: ProjectViewDeps) {
    this.#deps = deps;
  }

  /** Show the project as stopping until the returned function is called. */
  stopping(project: string): () => void {
    this.#stopping.add(project);
    return () => this.#stopping.delete(project);
  }

  async one(row: ProjectRow): Promise<Project> {
    const moment = await this.#moment(row.user);
    const found = this.#deps.volumes.of(row.user).find(row.name);
    const folder = await whenAvailable(found, UNAVAILABLE);
    return this.#project(row, folder, moment);
  }

  /**
   * Every folder of the volume, known or not, and what has no folder yet. While
   * the volume cannot be asked, what is in the store is still shown.
   */
  async all(user: string): Promise<Project[]> {
    const found = this.#deps.volumes.of(user).list();
    const folders = await whenAvailable(found, UNAVAILABLE);
    const projects = await this.#known(user, folders);
    return folders === UNAVAILABLE
      ? projects
      : [...projects, ...unmanagedOf(folders, projects)];
  }

  /** A folder of the list that is no project: no file, and nothing hidden. */
  async unmanaged(user: string, folder: string): Promise<Project | undefined> {
    const folders = await this.#deps.volumes.of(user).list();
    const projects = await this.#known(user, folders);
    return unmanagedOf(folders, projects).find(({ name }) => name === folder);
  }

  async bySlug(user: string, slug: string): Promise<Project | undefined> {
    const rows = await this.rows(user);
    const row = rows.find(other => other.slug === slug);
    return row && this.one(row);
  }

  rows(user: string): Promise<ProjectRow[]> {
    return liveProjects(this.#deps.store, user).orderBy('created_at').execute();
  }

  async #known(
    user: string,
    folders: readonly Folder[] | typeof UNAVAILABLE
  ): Promise<Project[]> {
    const moment = await this.#moment(user);
    const rows = await this.rows(user);
    return Promise.all(
      rows.map(row => {
        const folder =
          folders === UNAVAILABLE
            ? UNAVAILABLE
            : folders.find(({ name }) => name === row.name);
        return this.#project(row, folder, moment);
      })
    );
  }

  async #moment(user: string): Promise<Moment> {
    const { store, driver } = this.#deps;
    return {
      user: await store
        .selectFrom('users')
        .selectAll()
        .where('user', '=', user)
        .executeTakeFirst(),
      servers: await driver.list(user),
      failed: await failedStarts(store, user),
      underWay: await store
        .selectFrom('switches')
        .selectAll()
        .where('user', '=', user)
        .where('ended_at', 'is', null)
        .executeTakeFirst()
    };
  }

  async #project(
    row: ProjectRow,
    folder: Folder | typeof UNAVAILABLE | undefined,
    moment: Moment
  ): Promise<Project> {
    const { user, servers, underWay, failed } = moment;
    const failedStart = failed.get(row.id);
    const images = await this.#images(row.id);
    const build = await this.#deps.records.last(row.id);
    const running = servers.filter(server => server.project === row.id);
    const active = user?.active_project === row.id;
    const server =
      running.find(({ name }) => active && name === user.active_server) ??
      running[0];
    const situation: Situation = {
      id: row.id,
      folder: folderState(folder),
      hasImage: images.length > 0,
      runs: server !== undefined,
      home: this.#deps.lost.get(row.id),
      stopping: this.#stopping.has(row.id),
      copying: this.#deps.copying.get(row.id) !== undefined,
      build,
      underWay
    };
    return {
      id: row.id,
      slug: row.slug,
      name: row.name,
      title: row.title,
      active,
      state: stateOf(situation),
      bytes: await this.#bytes(row.id),
      images: images.filter(({ available }) => available),
      ...(server ? { url: labUrl(server.path, row.slug) } : {}),
      ...(row.last_used === null ? {} : { lastUsed: row.last_used }),
      ...(row.profile === null ? {} : { resources: row.profile }),
      ...definedSource(row),
      ...definedImage(images, server),
      ...(build ? { build } : {}),
      ...(failedStart ? { failedStart } : {}),
      ...warningOf(situation),
      ...(await this.#copy(row.id))
    };
  }

  async #copy(project: string): Promise<Pick<Project, 'copy'>> {
    const copy = this.#deps.copying.get(project);
    if (copy) {
      return { copy };
    }
    const row = await this.#deps.store
      .selectFrom('copies')
      .select('error_json')
      .where('project', '=', project)
      .executeTakeFirst();
    const json = row?.error_json ?? null;
    return json === null
      ? {}
      : {
          copy: {
            bytes: null,
            total: null,
            error: Failure.parse(JSON.parse(json))
          }
        };
  }

  async #bytes(project: string): Promise<number | null> {
    const row = await this.#deps.store
      .selectFrom('sizes')
      .select('bytes')
      .where('project', '=', project)
      .executeTakeFirst();
    return row?.bytes ?? null;
  }

  async #images(project: string): Promise<Image[]> {
    const rows = await this.#deps.store
      .selectFrom('images')
      .selectAll()
      .where('project', '=', project)
      .orderBy('built_at', 'desc')
      .execute();
    return Promise.all(
      rows.map(async row => ({
        id: row.id,
        builtAt: row.built_at,
        builder: row.builder,
        available: await this.#deps.builder.available(row.id),
        ...(row.label === null ? {} : { label: row.label }),
        ...(row.commit_id === null ? {} : { commit: row.commit_id })
      }))
    );
  }
}

function definedSource(row: ProjectRow): Pick<Project, 'source'> {
  const source = sourceOf(row);
  return source ? { source } : {};
}

/** The image of the running server, else the one a switch would start. */
function definedImage(
  images: readonly Image[],
  server: RunningServer | undefined
): Pick<Project, 'image'> {
  const image =
    images.find(({ id }) => id === server?.image) ??
    images.find(({ available }) => available) ??
    images[0];
  return image ? { image } : {};
}
