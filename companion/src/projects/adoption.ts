import { Failed } from '../base/errors.ts';
import { insertProject, requireRoom } from './new-project.ts';
import { unmanagedFolder } from '../files/unmanaged-folders.ts';
import type { Adopted, AdoptRequest, Source } from '../contract/contract.ts';
import type { ProjectImages } from '../builds/project-images.ts';
import type { Builds } from '../builds/builds.ts';
import type { UserLocks } from '../base/user-locks.ts';
import type { Looks } from './looks.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import type { ReadModel } from './read-model.ts';
import type { Sizes } from '../files/sizes.ts';
import type { Records } from '../records/records.ts';

export interface AdoptionDeps {
  readonly records: Records;
  readonly view: ReadModel;
  readonly looks: Pick<Looks, 'look'>;
  readonly images: Pick<ProjectImages, 'newest'>;
  readonly builds: Pick<Builds, 'begin'>;
  readonly locks: Pick<UserLocks, 'files'>;
  readonly sizes: Pick<Sizes, 'refresh'>;
  readonly feed: ProjectFeed;
  readonly limit: number | null;
  readonly now: () => Date;
}

/** Makes a project of an existing folder; no file is changed. */
export class Adoption {
  readonly #deps: AdoptionDeps;

  constructor(deps: AdoptionDeps) {
    this.#deps = deps;
  }

  async adopt(
    user: string,
    id: string,
    request: AdoptRequest,
    signal: AbortSignal
  ): Promise<Adopted> {
    const { locks, looks, sizes, feed } = this.#deps;
    const name = unmanagedFolder(id);
    if (name === undefined) {
      throw new Failed('not-found', 'Only a folder can be adopted.');
    }
    const look =
      request.source === undefined
        ? undefined
        : await looks.look(user, request.source, request.ref, signal);
    const source = look?.resolved.source;
    const adopted = await locks.files.run(user, () =>
      this.#adopt(user, name, request, source)
    );
    sizes.refresh(user);
    // Pages replace the folder that they show by this project.
    feed.changed(user, adopted.project.id);
    return adopted;
  }

  async #adopt(
    user: string,
    name: string,
    { title = name, like }: AdoptRequest,
    built: Source | undefined
  ): Promise<Adopted> {
    const { records, view, builds, now } = this.#deps;
    await this.#requireFolder(user, name);
    await requireRoom(this.#deps, user);
    const image =
      like === undefined ? undefined : await this.#imageOf(user, like);
    const source = built ?? image?.source;
    const key = `adopted ${name}`;
    const project = await records.transaction(async within => {
      const wanted = { user, name, title: title.slice(0, 200), key, source };
      const made = await insertProject(within, now, wanted);
      await within.projects.adopt(made.id);
      if (image) {
        await within.images.put(made.id, image.record);
      }
      return made;
    });
    const build = built && (await builds.begin(user, project, built));
    return { project: await view.one(project), ...(build ? { build } : {}) };
  }

  async #requireFolder(user: string, name: string): Promise<void> {
    const folder = await this.#deps.view.unmanaged(user, name);
    if (!folder) {
      throw new Failed(
        'not-found',
        'There is no such folder, or it is a project.'
      );
    }
    if (folder.warning !== undefined) {
      throw new Failed(
        'folder-missing',
        `${name} is a ${folder.warning}, not a folder.`,
        { values: { folder: name } }
      );
    }
  }

  /** Find another project's newest image that can start, and its source. */
  async #imageOf(user: string, like: string) {
    const { records, images } = this.#deps;
    const project = await records.projects.require(user, like);
    const record = await images.newest(like);
    if (record) {
      return { record, source: project.source };
    }
    throw new Failed(
      'image-unavailable',
      `${project.title} has no image that can be started. Build it first.`,
      { values: { image: '' } }
    );
  }
}
