import type {
  Adopted,
  AdoptRequest,
  DuplicateRequest,
  Project,
  ProjectList,
  Trashed,
  Usage
} from 'jupyterlab-projects-companion/contract';
import type { Records } from './records.ts';
import type { VolumeCalls } from './volume-calls.ts';
import type { IMovedFiles, IVolume } from '../volume-tokens.ts';

/**
 * The trash of the user's volume, kept up to date by events from when it was
 * first asked for, and the files in no project. The members are described by
 * the interface.
 */
export class Volume implements IVolume {
  constructor(options: Volume.IOptions) {
    this._options = options;
  }

  get trash(): readonly Trashed[] | null {
    return this._options.records.trash;
  }

  get outside(): ProjectList['outside'] | null {
    return this._options.records.outside;
  }

  get usage(): Usage | null {
    return this._options.records.usage;
  }

  async moveOutside(name: string, like: string | null): Promise<IMovedFiles> {
    const { calls, calling, load } = this._options;
    const { id, names } = await calling(calls.moveOutside(name));
    await load();
    const project = like === null ? null : await this._adopt(name, like, id);
    return { id, name, files: names.length, project };
  }

  async moveBack({
    id,
    project
  }: Pick<IMovedFiles, 'id' | 'project'>): Promise<void> {
    const { calls, calling, load, remove } = this._options;
    await calling(calls.moveBack(id));
    if (project) {
      await remove(project.id);
    }
    await load();
  }

  async adopt(folder: string, request: AdoptRequest): Promise<Adopted> {
    const { calls, records, calling, changed } = this._options;
    const adopted = await calling(calls.adopt(folder, request));
    records.put(adopted.project);
    changed();
    return adopted;
  }

  async duplicate(from: string, request: DuplicateRequest): Promise<Project> {
    const { calls, records, calling, changed } = this._options;
    const copy = await calling(calls.duplicate(from, request));
    if (!records.find(copy.id)) {
      records.put(copy);
    }
    changed();
    return copy;
  }

  async loadTrash(): Promise<void> {
    const { calls, records, calling } = this._options;
    const take = records.awaitTrash();
    take(await calling(calls.trash()));
    this._options.changed();
  }

  async restore(id: string): Promise<Project> {
    const { calls, records, calling } = this._options;
    const project = await calling(calls.restore(id));
    records.put(project);
    this._forget(id);
    return project;
  }

  async purge(id: string): Promise<void> {
    const { calls, calling } = this._options;
    await calling(calls.purge(id));
    this._forget(id);
  }

  async emptyTrash(): Promise<void> {
    const { calls, records, calling } = this._options;
    records.putTrash(await calling(calls.emptyTrash()));
    this._options.changed();
  }

  /** Make a project of moved files, or move them back when that fails. */
  private async _adopt(
    name: string,
    like: string,
    id: string
  ): Promise<Project | null> {
    const { calls, calling, load, records } = this._options;
    const folder = records.projects?.find(project => project.name === name);
    if (!folder) {
      return null;
    }
    try {
      const { project } = await calling(calls.adopt(folder.id, { like }));
      await load();
      return project;
    } catch (error) {
      await this.moveBack({ id, project: null });
      throw error;
    }
  }

  private _forget(id: string): void {
    const { records } = this._options;
    if (records.trash) {
      records.putTrash(records.trash.filter(entry => entry.id !== id));
    }
    this._options.changed();
  }

  private readonly _options: Volume.IOptions;
}

/**
 * A namespace for `Volume` statics.
 */
export namespace Volume {
  /**
   * The parts of the model that the volume needs.
   */
  export interface IOptions {
    readonly calls: VolumeCalls;
    readonly records: Records;

    /**
     * Waits for a call, and signs out when it finds that the session has ended.
     */
    readonly calling: <T>(call: Promise<T>) => Promise<T>;
    readonly changed: () => void;

    /**
     * Asks for everything again.
     */
    readonly load: () => Promise<void>;
    readonly remove: (project: string) => Promise<unknown>;
  }
}
