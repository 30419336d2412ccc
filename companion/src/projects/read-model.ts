import type { FailedStart } from '../records/failed-starts.ts';
import { labUrl } from '../switching/servers.ts';
import type { ActiveProject } from '../records/active-projects.ts';
import type { ProjectRecord } from '../records/projects.ts';
import { unmanagedOf } from '../files/unmanaged-folders.ts';
import { whenAvailable } from '../volumes/volume-failure.ts';
import { stateOf, warningOf } from './project-state.ts';
import type { Image, Project, Switch } from '../contract/contract.ts';
import type { ProjectImages } from '../builds/project-images.ts';
import type { BuildJournal } from '../builds/build-journal.ts';
import type { Driver, RunningServer } from '../drivers/driver.ts';
import type { CopyProgress } from './copy-progress.ts';
import type { LostHomes } from '../files/homes.ts';
import type { Situation } from './project-state.ts';
import type { Records } from '../records/records.ts';
import type { SeenFolders } from '../volumes/seen-folders.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface ReadModelDeps {
  readonly records: Records;
  readonly driver: Pick<Driver, 'known'>;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly seen: Pick<SeenFolders, 'of'>;
  readonly images: Pick<ProjectImages, 'of' | 'look' | 'known'>;
  readonly journal: Pick<BuildJournal, 'last'>;
  readonly copying: Pick<CopyProgress, 'get'>;
  readonly lost: LostHomes;
}

/** The facts that all projects of a user share at one moment. */
interface Moment {
  readonly active: ActiveProject;
  readonly servers: readonly RunningServer[];
  readonly underWay: Switch | undefined;
  readonly failed: ReadonlyMap<string | null, FailedStart>;
}

/**
 * Describes projects for pages, from the store, the driver, and the last looks
 * at the volume and at images. `one` waits for nothing else, so that an event
 * never starts a pod or waits for a volume; `all` and `fresh` look anew.
 */
export class ReadModel {
  readonly #deps: ReadModelDeps;
  readonly #stopping = new Set<string>();

  constructor(deps: ReadModelDeps) {
    this.#deps = deps;
  }

  /** Show the project as stopping until the returned function is called. */
  stopping(project: string): () => void {
    this.#stopping.add(project);
    return () => this.#stopping.delete(project);
  }

  async one(row: ProjectRecord): Promise<Project> {
    return this.#project(row, await this.#moment(row.user));
  }

  /** Describe a project after a look at its folder and its images. */
  async fresh(row: ProjectRecord): Promise<Project> {
    const { volumes, images } = this.#deps;
    await whenAvailable(volumes.of(row.user).find(row.name), undefined);
    await images.look(row.id);
    return this.one(row);
  }

  /**
   * List all projects, with a folder or not, and folders that are no project.
   * While the volume cannot be asked, the store's projects are still shown.
   */
  async all(user: string): Promise<Project[]> {
    const { volumes, images, records } = this.#deps;
    const found = volumes.of(user).list();
    const folders = (await whenAvailable(found, undefined)) ?? [];
    const rows = await records.projects.of(user);
    await Promise.all(rows.map(({ id }) => images.look(id)));
    const projects = await this.#known(user);
    return [...projects, ...unmanagedOf(folders, projects)];
  }

  /** Find a listed folder that is no project: no file, and nothing hidden. */
  async unmanaged(user: string, folder: string): Promise<Project | undefined> {
    const folders = await this.#deps.volumes.of(user).list();
    const projects = await this.#known(user);
    return unmanagedOf(folders, projects).find(({ name }) => name === folder);
  }

  async bySlug(user: string, slug: string): Promise<Project | undefined> {
    const projects = await this.#deps.records.projects.of(user);
    const row = projects.find(other => other.slug === slug);
    return row && this.one(row);
  }

  async #known(user: string): Promise<Project[]> {
    const moment = await this.#moment(user);
    const rows = await this.#deps.records.projects.of(user);
    return Promise.all(rows.map(row => this.#project(row, moment)));
  }

  async #moment(user: string): Promise<Moment> {
    const { records, driver } = this.#deps;
    return {
      active: await records.activeProjects.of(user),
      servers: await driver.known(user),
      failed: await records.failedStarts.of(user),
      underWay: (await records.switches.underWay(user))?.shown
    };
  }

  async #project(row: ProjectRecord, moment: Moment): Promise<Project> {
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
      folder: this.#deps.seen.of(row.user, row.name),
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
    const { images } = this.#deps;
    const all = await images.of(project);
    return all.map(({ id, builtAt, builder, label, commit }) => ({
      ...{ id, builtAt, builder, available: images.known(id) },
      ...(label === null ? {} : { label }),
      ...(commit === null ? {} : { commit })
    }));
  }
}

/** Choose the running server's image, else the one a switch would start. */
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
