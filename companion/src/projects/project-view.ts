import type { FailedStart } from '../records/failed-starts.ts';
import { labUrl } from '../switching/servers.ts';
import type { ActiveProject } from '../records/active-projects.ts';
import type { ProjectRecord } from '../records/projects.ts';
import { unmanagedOf } from '../files/unmanaged-folders.ts';
import { whenAvailable } from '../volumes/volume-failure.ts';
import { folderState, stateOf, warningOf } from './project-state.ts';
import type { Image, Project, Switch } from '../contract/contract.ts';
import type { Builder } from '../builds/builder.ts';
import type { BuildJournal } from '../builds/build-journal.ts';
import type { Driver, RunningServer } from '../drivers/driver.ts';
import type { CopyProgress } from './copy-progress.ts';
import type { LostHomes } from '../files/homes.ts';
import type { Situation } from './project-state.ts';
import type { Records } from '../records/records.ts';
import type { Folder } from '../volumes/volume.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface ProjectViewDeps {
  readonly records: Records;
  readonly driver: Pick<Driver, 'list'>;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly builder: Pick<Builder, 'available'>;
  readonly journal: Pick<BuildJournal, 'last'>;
  readonly copying: Pick<CopyProgress, 'get'>;
  readonly lost: LostHomes;
}

const UNAVAILABLE = 'volume-unavailable' as const;

/** What is the same for all projects of a user at one moment. */
interface Moment {
  readonly active: ActiveProject;
  readonly servers: readonly RunningServer[];
  readonly underWay: Switch | undefined;
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

  async one(row: ProjectRecord): Promise<Project> {
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
    const projects = await this.#deps.records.projects.of(user);
    const row = projects.find(other => other.slug === slug);
    return row && this.one(row);
  }

  async #known(
    user: string,
    folders: readonly Folder[] | typeof UNAVAILABLE
  ): Promise<Project[]> {
    const moment = await this.#moment(user);
    const rows = await this.#deps.records.projects.of(user);
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
    const { records, driver } = this.#deps;
    return {
      active: await records.activeProjects.of(user),
      servers: await driver.list(user),
      failed: await records.failedStarts.of(user),
      underWay: (await records.switches.underWay(user))?.shown
    };
  }

  async #project(
    row: ProjectRecord,
    folder: Folder | typeof UNAVAILABLE | undefined,
    moment: Moment
  ): Promise<Project> {
    const { servers, underWay, failed } = moment;
    const failedStart = failed.get(row.id);
    const images = await this.#images(row.id);
    const build = await this.#deps.journal.last(row.id);
    const running = servers.filter(server => server.project === row.id);
    const active = moment.active.project === row.id;
    const server =
      running.find(({ name }) => active && name === moment.active.server) ??
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
      bytes: (await this.#deps.records.sizes.of(row.id))?.bytes ?? null,
      images: images.filter(({ available }) => available),
      ...(server ? { url: labUrl(server.path, row.slug) } : {}),
      ...(row.lastUsed === null ? {} : { lastUsed: row.lastUsed }),
      ...(row.profile === null ? {} : { resources: row.profile }),
      ...(row.source ? { source: row.source } : {}),
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
    const error = await this.#deps.records.copies.error(project);
    return error ? { copy: { bytes: null, total: null, error } } : {};
  }

  async #images(project: string): Promise<Image[]> {
    const { records, builder } = this.#deps;
    const images = await records.images.of(project);
    return Promise.all(
      images.map(async ({ id, builtAt, builder: name, label, commit }) => ({
        ...{ id, builtAt, builder: name },
        available: await builder.available(id),
        ...(label === null ? {} : { label }),
        ...(commit === null ? {} : { commit })
      }))
    );
  }
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
