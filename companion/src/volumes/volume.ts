/** An entry of the projects root, as `lstat` sees it. */
export interface Folder {
  readonly name: string;
  /** `unsupported`: its name is not UTF-8, so that nothing can ask for it. */
  readonly kind: 'folder' | 'link' | 'file' | 'unsupported';
  readonly modifiedAt: string;
}

/** A folder to measure: a project's, one in the trash, or a partial one. */
export interface Place {
  readonly in: 'root' | 'trash' | 'partial';
  readonly name: string;
}

export interface Measure {
  /** Bytes on the disk; a file with several names counts once. */
  readonly bytes: number;
  /** `null` where the system's `du` does not count them. */
  readonly files: number | null;
}

/** A folder in the trash. */
export interface InTrash {
  readonly id: string;
  /** The manifest given when it was deleted; a user can have changed it. */
  readonly manifest: string | null;
  /** When its entry last changed: when it was deleted, as far as known. */
  readonly changedAt: string;
}

/** Something in the root that is no folder of the list (`outside.ts`). */
export interface OutsideFile {
  readonly name: string;
  readonly kind: 'folder' | 'link' | 'file';
}

/** The state of a project's home that a server has mounted. */
export interface HomeState {
  readonly state: 'same' | 'moved' | 'gone';
  /** Its new name, where it is still in the projects root. */
  readonly name?: string | undefined;
}

/**
 * All file work on one user's volume: by `folder.ts` in this process, or over
 * HTTP by the agent. Names are single path parts below the projects root; our
 * own files live in `.jupyterlab-projects/` there and are never listed.
 *
 * A move replaces nothing: it throws `project-exists` when anything of the new
 * name is there, and `not-found` when nothing of the old name is.
 */
export interface Volume {
  /** The projects root as servers see it. */
  readonly root: string;

  /** List every entry but hidden ones, by name. */
  list(): Promise<Folder[]>;

  /** Find an entry; `undefined` for none. Never follows a link. */
  find(name: string): Promise<Folder | undefined>;

  /** Make an empty `partial/<operation>` and return its path. */
  prepare(operation: string): Promise<string>;

  /**
   * Clean `partial/<operation>` (no set-user-id bits; devices, pipes and
   * sockets are refused), sync it and rename it to `name`.
   */
  publish(operation: string, name: string): Promise<void>;

  /** Remove `partial/<operation>`, also when it is not there. */
  discard(operation: string): Promise<void>;

  /** Count bytes that the volume holds and can hold; `null` where unknown. */
  usage(): Promise<{ bytes: number | null; capacity: number | null }>;

  /** Count what a folder holds, which can take minutes. */
  measure(place: Place, signal?: AbortSignal): Promise<Measure>;

  rename(name: string, newName: string): Promise<void>;

  /**
   * Copy a folder by way of `partial/<operation>`, without pipes and sockets.
   * `measure` tells how far it is; on failure or abort nothing of it is left.
   */
  duplicate(
    name: string,
    newName: string,
    operation: string,
    signal?: AbortSignal
  ): Promise<void>;

  /**
   * Move anything of the root to `trash/<id>`; needs no free space. `manifest`
   * is kept beside it where there is room.
   */
  trash(name: string, id: string, manifest: string): Promise<void>;

  trashed(): Promise<InTrash[]>;

  /** Move out of the trash to `name`. */
  restore(id: string, name: string): Promise<void>;

  /** Take out of the trash for good, at once; `sweep` frees the bytes. */
  purge(id: string): Promise<void>;

  /** Free the bytes of all that was purged, which can take minutes. */
  sweep(signal?: AbortSignal): Promise<void>;

  /** List the files of a home that this volume was before it had projects. */
  outside(): Promise<OutsideFile[]>;

  /**
   * Move entries of the root into a new folder: all of them, or none. A crash
   * in the middle is undone at the next use.
   */
  gather(
    names: readonly string[],
    folder: string,
    operation: string
  ): Promise<void>;

  /** Move back what `gather` moved; returns the name of the folder. */
  scatter(operation: string): Promise<string>;
}
