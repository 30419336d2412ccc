import type {
  Adopted,
  AdoptRequest,
  DuplicateRequest,
  Project,
  ProjectList,
  Trashed,
  Usage
} from 'jupyterlab-projects-companion/contract';

/**
 * Files that were in no project and are in a new folder now.
 */
export interface IMovedFiles {
  /** The id by which the files can be moved back. */
  readonly id: string;
  /** The name of the folder. */
  readonly name: string;
  readonly files: number;
  /** The project that the folder has become, if it has. */
  readonly project: Project | null;
}

/**
 * The trash of the user's volume, and the files in no project.
 */
export interface IVolume {
  /**
   * Files and hidden entries of a former home; `null` while the volume cannot
   * be asked.
   */
  readonly outside: ProjectList['outside'] | null;

  /**
   * The use of the volume, in bytes, as far as it is known.
   */
  readonly usage: Usage | null;

  /**
   * Move all files in no project into a new folder.
   *
   * @param like - The project whose software the folder gets, to become a
   * project; with `null` it stays a folder.
   */
  moveOutside(name: string, like: string | null): Promise<IMovedFiles>;

  /**
   * Make a project of a folder. No file is changed.
   *
   * @param folder - The id of the folder in the list.
   *
   * @throws {CompanionError} The `Problem` with the request.
   */
  adopt(folder: string, request: AdoptRequest): Promise<Adopted>;

  /**
   * Copy a project into a new one, with all its files.
   *
   * @returns The new project; its `copy` tells how far the copy is.
   */
  duplicate(from: string, request: DuplicateRequest): Promise<Project>;

  /**
   * Move the files back.
   */
  moveBack(moved: IMovedFiles): Promise<void>;

  /**
   * The trash, the latest first; `null` until it is asked for.
   */
  readonly trash: readonly Trashed[] | null;

  /**
   * Ask for the trash.
   */
  loadTrash(): Promise<void>;

  /**
   * Bring back a deleted folder, under another name if its own is taken.
   */
  restore(trashed: string): Promise<Project>;

  /**
   * Delete an entry of the trash for good.
   */
  purge(trashed: string): Promise<void>;

  /**
   * Delete the whole trash for good.
   */
  emptyTrash(): Promise<void>;
}
