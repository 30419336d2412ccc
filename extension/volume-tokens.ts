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
  /** By which they can be moved back. */
  readonly id: string;
  /** The folder. */
  readonly name: string;
  readonly files: number;
  /** The project that the folder is, if it is one. */
  readonly project: Project | null;
}

/**
 * What was deleted from the user's volume, and what is in no project.
 */
export interface IVolume {
  /**
   * Files and hidden entries of a former home; `null` while it cannot be asked.
   */
  readonly outside: ProjectList['outside'] | null;

  /**
   * What it holds, in bytes, as far as that is known.
   */
  readonly usage: Usage | null;

  /**
   * Move all of them into a new folder.
   *
   * @param like - The project whose software the folder gets, as a project; with
   * `null` it stays a folder.
   */
  moveOutside(name: string, like: string | null): Promise<IMovedFiles>;

  /**
   * Make a project of a folder. No file is changed.
   *
   * @param folder - The id that it has in the list.
   *
   * @throws {CompanionError} what is wrong with what is asked, as a `Problem`.
   */
  adopt(folder: string, request: AdoptRequest): Promise<Adopted>;

  /**
   * Copy a project into a new one, with all its files.
   *
   * @returns The new one; its `copy` tells how far it is.
   */
  duplicate(from: string, request: DuplicateRequest): Promise<Project>;

  /**
   * Move them back.
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
   * Bring back what was deleted, under another name where its own is taken.
   */
  restore(trashed: string): Promise<Project>;

  /**
   * Delete for good what is in the trash.
   */
  purge(trashed: string): Promise<void>;

  /**
   * Delete for good all that is in the trash.
   */
  emptyTrash(): Promise<void>;
}
