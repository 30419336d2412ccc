/** An entry of the projects root, as `lstat` sees it. */
export interface Folder {
  readonly name: string;
  readonly kind: 'folder' | 'link' | 'file';
  readonly modifiedAt: string;
}

/**
 * All file work on one user's volume: `folder.ts` in this process, or over HTTP
 * by the agent. Names are single path parts below the projects root; what is
 * ours lives in `.jupyterlab-projects/` there and is never listed.
 */
export interface Volume {
  /** The projects root as servers see it. */
  readonly root: string;

  /** Every entry but hidden ones, by name. */
  list(): Promise<Folder[]>;

  /** The entry, or `undefined`; never follows a link. */
  find(name: string): Promise<Folder | undefined>;

  /** Make an empty `partial/<operation>` and return its path. */
  prepare(operation: string): Promise<string>;

  /**
   * Sync `partial/<operation>` and rename it to `name`. Throws
   * `project-exists` when anything of that name is there; it is not touched.
   */
  publish(operation: string, name: string): Promise<void>;

  /** Remove `partial/<operation>`, also when it is not there. */
  discard(operation: string): Promise<void>;

  /** Bytes that the volume holds and can hold; `null` where unknown. */
  usage(): Promise<{ bytes: number | null; capacity: number | null }>;
}
