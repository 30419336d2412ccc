import { lstat, mkdir, open, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { Failed } from '../errors.ts';
import { checkName, OWN } from './folder-name.ts';
import { moveWithoutReplacing, syncTree } from './move.ts';
import { onVolume, systemCode } from './volume-failure.ts';
import type { Folder, Volume } from './volume.ts';

/** The files of one user's volume, in a folder of this machine. */
export class FolderVolume implements Volume {
  readonly root: string;

  constructor(deps: { readonly root: string }) {
    this.root = deps.root;
  }

  list(): Promise<Folder[]> {
    return onVolume(async () => {
      const names = await readdir(this.root).catch(this.#rootMissing);
      const visible = names.filter(name => !name.startsWith('.')).sort();
      const found = await Promise.all(visible.map(name => this.#look(name)));
      return found.filter(folder => folder !== undefined);
    });
  }

  find(name: string): Promise<Folder | undefined> {
    return onVolume(() => this.#look(checkName(name)));
  }

  prepare(operation: string): Promise<string> {
    return onVolume(async () => {
      const partial = this.#partial(operation);
      await mkdir(this.root, { recursive: true, mode: 0o700 });
      await ownFolder(join(this.root, OWN));
      await ownFolder(join(this.root, OWN, 'partial'));
      await removeTree(partial);
      await mkdir(partial);
      return partial;
    });
  }

  publish(operation: string, name: string): Promise<void> {
    return onVolume(async () => {
      const partial = this.#partial(operation);
      const target = join(this.root, checkName(name));
      await requireFolder(partial);
      await syncTree(partial);
      if (!(await moveWithoutReplacing(partial, target))) {
        throw new Failed('project-exists', `${name} is there already.`, {
          values: { name }
        });
      }
      await syncFolder(this.root);
    });
  }

  discard(operation: string): Promise<void> {
    return onVolume(() => removeTree(this.#partial(operation)));
  }

  /** The whole file system's: what the root alone holds takes long to count. */
  usage(): Promise<{ bytes: number | null; capacity: number | null }> {
    return onVolume(async () => {
      const stats = await statfs(this.root).catch(this.#rootMissing);
      const bytes = (stats.blocks - stats.bfree) * stats.bsize;
      return { bytes, capacity: bytes + stats.bavail * stats.bsize };
    });
  }

  #partial(operation: string): string {
    return join(this.root, OWN, 'partial', checkName(operation));
  }

  async #look(name: string): Promise<Folder | undefined> {
    try {
      const stats = await lstat(join(this.root, name));
      const other = stats.isSymbolicLink() ? 'link' : 'file';
      return {
        name,
        kind: stats.isDirectory() ? 'folder' : other,
        modifiedAt: stats.mtime.toISOString()
      };
    } catch (error) {
      if (systemCode(error) === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  }

  readonly #rootMissing = (error: unknown): never => {
    if (systemCode(error) !== 'ENOENT') {
      throw error;
    }
    throw new Failed(
      'volume-unavailable',
      `The projects folder ${this.root} is not there.`,
      { cause: error }
    );
  };
}

/** Make a folder of ours; a link in its place could lead out of the volume. */
async function ownFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') {
      throw error;
    }
    await requireFolder(path);
  }
}

async function requireFolder(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats?.isDirectory()) {
    throw new Failed('volume-unavailable', `${path} is not a folder.`);
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync().finally(() => folder.close());
}

async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    if (systemCode(error) !== 'EACCES') {
      throw error;
    }
    // Caches of some tools hold read-only folders, which keep their entries.
    await execa('chmod', ['-R', 'u+rwX', '--', path]);
    await rm(path, { recursive: true, force: true });
  }
}
