import type {
  Adopted,
  AdoptRequest,
  DuplicateRequest,
  OutsideMoved,
  Project,
  Trashed
} from 'jupyterlab-projects-companion/contract';
import { build, project } from './project-answers.ts';
import type { Requests } from './requests.ts';
import { fields, known } from './shapes.ts';
import { outsideMoved, trashList } from './volume-answers.ts';

/**
 * The calls of the companion's API on the trash, on files in no project, and to
 * copy or adopt a folder.
 */
export class VolumeCalls {
  constructor(requests: Requests) {
    this._requests = requests;
  }

  /**
   * List the trash, the latest first.
   */
  async trash(): Promise<Trashed[]> {
    return (await this._requests.read('GET trash', trashList, {})).trash;
  }

  /**
   * Bring back a deleted folder.
   */
  restore(id: string): Promise<Project> {
    return this._requests.ask('POST trash/{id}/restore', project, { id });
  }

  /**
   * Delete an entry of the trash for good.
   */
  async purge(id: string): Promise<void> {
    await this._requests.ask('DELETE trash/{id}', (): true => true, { id });
  }

  /**
   * Delete the whole trash for good.
   *
   * @returns The entries that are left.
   */
  async emptyTrash(): Promise<Trashed[]> {
    return (await this._requests.ask('POST trash/purge', trashList, {})).trash;
  }

  /**
   * Move all files that are in no project into a new folder.
   */
  moveOutside(name: string): Promise<OutsideMoved> {
    return this._requests.ask('POST outside/move', outsideMoved, {
      body: { name }
    });
  }

  /**
   * Move those files back.
   */
  async moveBack(id: string): Promise<void> {
    await this._requests.ask('POST outside/undo', (): true => true, {
      body: { id }
    });
  }

  /**
   * Begin to copy a project, with all its files.
   */
  duplicate(from: string, request: DuplicateRequest): Promise<Project> {
    return this._requests.ask('POST projects/{id}/duplicate', project, {
      id: from,
      body: request
    });
  }

  /**
   * Make a project of a folder.
   */
  adopt(folder: string, request: AdoptRequest): Promise<Adopted> {
    return this._requests.ask('POST projects/{id}/adopt', adopted, {
      id: folder,
      body: request
    });
  }

  private readonly _requests: Requests;
}

/**
 * Read a folder that is a project now, and the build that its software needs.
 */
function adopted(value: unknown): Adopted | null {
  const both = fields(value);
  const made = project(both?.project);
  return made && { project: made, ...known({ build: build(both?.build) }) };
}
