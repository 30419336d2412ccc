import { mkdir, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { checkName, isReserved, OWN } from './folder-name.ts';
import { lookAt, move, syncTree } from './move.ts';
import { Outside } from './outside.ts';
import { sanitise } from './sanitise.ts';
import { TrashFolder } from './trash-folder.ts';
import {
  copyTree,
  measureTree,
  ownFolder,
  removeTree,
  requireFolder,
  requireRoom,
  syncFolder
} from './tree.ts';
import {
  nameTaken,
  nothingThere,
  onVolume,
  systemCode,
  unavailable
} from './volume-failure.ts';
import type {
  Folder,
  InTrash,
  Measure,
  OutsideFile,
  Place,
  Volume
} from './volume.ts';

/** The files of one user's volume, in a folder of this machine. */
export class FolderVolume implements Volume {
  readonly root: string;
  readonly #trash: TrashFolder;
  readonly #outside: Outside;

  constructor(deps: { readonly root: string }) {
    this.root = deps.root;
    this.#trash = new TrashFolder(deps.root);
    this.#outside = new Outside(deps.root);
  }

  /** Make our own folders while there is room, and settle what was cut off. */
  ready(): Promise<void> {
    return onVolume(async () => {
      await this.#trash.ensure();
      await ownFolder(join(this.root, OWN, 'partial'));
      await this.#outside.recover();
    });
  }

  list(): Promise<Folder[]> {
    return onVolume(async () => {
      const found = readdir(this.root, { encoding: 'buffer' });
      const names = await found.catch(this.#rootMissing);
      const visible = names.filter(name => {
        const text = name.toString();
        return !text.startsWith('.') && !isReserved(text);
      });
      const folders = await Promise.all(visible.map(name => this.#entry(name)));
      return folders
        .filter(folder => folder !== undefined)
        .sort((one, other) => (one.name < other.name ? -1 : 1));
    });
  }

  find(name: string): Promise<Folder | undefined> {
    return onVolume(() => this.#look(checkName(name)));
  }

  prepare(operation: string): Promise<string> {
    return onVolume(async () => {
      const partial = this.#partial(operation);
      await mkdir(this.root, { recursive: true, mode: 0o700 });
      await this.#trash.ensure();
      await ownFolder(join(this.root, OWN, 'partial'));
      await removeTree(partial);
      await mkdir(partial);
      return partial;
    });
  }

  publish(operation: string, name: string): Promise<void> {
    return onVolume(() => this.#publish(operation, name, 'refuse'));
  }

  discard(operation: string): Promise<void> {
    return onVolume(() => removeTree(this.#partial(operation)));
  }

  /** Measure the whole file system: counting the root alone would take long. */
  usage(): Promise<{ bytes: number | null; capacity: number | null }> {
    return onVolume(async () => {
      const stats = await statfs(this.root).catch(this.#rootMissing);
      const bytes = (stats.blocks - stats.bfree) * stats.bsize;
      return { bytes, capacity: bytes + stats.bavail * stats.bsize };
    });
  }

  measure(place: Place, signal?: AbortSignal): Promise<Measure> {
    return onVolume(async () => {
      const path = this.#place(place);
      if ((await lookAt(path)) === undefined) {
        throw nothingThere(place.name);
      }
      return measureTree(path, signal);
    });
  }

  rename(name: string, newName: string): Promise<void> {
    return onVolume(async () => {
      await move(this.#visible(name), this.#visible(newName));
      await syncFolder(this.root);
    });
  }

  async duplicate(
    name: string,
    newName: string,
    operation: string,
    signal?: AbortSignal
  ): Promise<void> {
    try {
      await onVolume(async () => {
        await requireFolder(this.#visible(name));
        if ((await lookAt(this.#visible(newName))) !== undefined) {
          throw nameTaken(newName);
        }
        const measured = await this.measure({ in: 'root', name }, signal);
        await requireRoom(this.root, measured);
        const partial = await this.prepare(operation);
        await copyTree(this.#visible(name), partial, signal);
        await this.#publish(operation, newName, 'remove', signal);
      });
    } catch (error) {
      await this.discard(operation);
      throw error;
    }
  }

  trash(name: string, id: string, manifest: string): Promise<void> {
    return onVolume(() => this.#trash.put(name, id, manifest));
  }

  trashed(): Promise<InTrash[]> {
    return onVolume(async () => {
      await readdir(this.root).catch(this.#rootMissing);
      return this.#trash.list();
    });
  }

  restore(id: string, name: string): Promise<void> {
    return onVolume(() => this.#trash.restore(id, name));
  }

  purge(id: string): Promise<void> {
    return onVolume(() => this.#trash.purge(id));
  }

  sweep(signal?: AbortSignal): Promise<void> {
    return onVolume(() => this.#trash.sweep(signal));
  }

  outside(): Promise<OutsideFile[]> {
    return onVolume(async () => {
      await this.#outside.recover();
      return this.#outside.list().catch(this.#rootMissing);
    });
  }

  gather(
    names: readonly string[],
    folder: string,
    operation: string
  ): Promise<void> {
    return onVolume(() => this.#outside.gather(names, folder, operation));
  }

  scatter(operation: string): Promise<string> {
    return onVolume(() => this.#outside.scatter(operation));
  }

  async #publish(
    operation: string,
    name: string,
    special: 'refuse' | 'remove',
    signal?: AbortSignal
  ): Promise<void> {
    const partial = this.#partial(operation);
    const target = this.#visible(name);
    await requireFolder(partial);
    await sanitise(partial, special, signal);
    await syncTree(partial);
    signal?.throwIfAborted();
    await move(partial, target);
    await syncFolder(this.root);
  }

  #visible(name: string): string {
    return join(this.root, checkName(name));
  }

  #partial(operation: string): string {
    return join(this.root, OWN, 'partial', checkName(operation));
  }

  #place({ in: folder, name }: Place): string {
    switch (folder) {
      case 'root':
        return this.#visible(name);
      case 'trash':
        return this.#trash.path(name);
      case 'partial':
        return this.#partial(name);
    }
  }

  async #entry(bytes: Buffer): Promise<Folder | undefined> {
    const name = bytes.toString();
    return Buffer.from(name).equals(bytes)
      ? this.#look(name)
      : { name, kind: 'unsupported', modifiedAt: new Date(0).toISOString() };
  }

  async #look(name: string): Promise<Folder | undefined> {
    const stats = await lookAt(join(this.root, name));
    if (!stats) {
      return undefined;
    }
    const other = stats.isSymbolicLink() ? 'link' : 'file';
    return {
      name,
      kind: stats.isDirectory() ? 'folder' : other,
      modifiedAt: stats.mtime.toISOString()
    };
  }

  readonly #rootMissing = (error: unknown): never => {
    if (systemCode(error) !== 'ENOENT') {
      throw error;
    }
    const detail = `The projects folder ${this.root} is not there.`;
    throw unavailable(detail, error);
  };
}
