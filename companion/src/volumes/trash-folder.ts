import { chmod, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkEntry, checkName, OWN } from './folder-name.ts';
import { lookAt, move } from './move.ts';
import { readSmallFile } from './small-file.ts';
import { none, ownFolder, removeTree, syncFolder } from './tree.ts';
import { nothingThere, systemCode } from './volume-failure.ts';
import type { InTrash } from './volume.ts';

/** A manifest is one line; a longer file is not ours. */
const LONGEST = 16 * 1024;

/** Deleted folders: `trash/<id>`, their `manifests`, and those `purged`. */
export class TrashFolder {
  readonly #root: string;
  readonly #own: string;

  constructor(root: string) {
    this.#root = root;
    this.#own = join(root, OWN);
  }

  /** Make the folders while there is room, to be able to tidy a full disk. */
  async ensure(): Promise<void> {
    await ownFolder(this.#own);
    for (const name of ['trash', 'manifests', 'purged']) {
      await ownFolder(join(this.#own, name));
    }
  }

  async put(name: string, id: string, manifest: string): Promise<void> {
    const from = join(this.#root, checkEntry(name));
    if ((await lookAt(from)) === undefined) {
      throw nothingThere(name);
    }
    await this.ensure();
    await this.#describe(checkName(id), manifest);
    await writable(from);
    await move(from, this.path(id));
    await syncFolder(this.#root);
  }

  async list(): Promise<InTrash[]> {
    const folder = join(this.#own, 'trash');
    const ids = await readdir(folder).catch(none);
    const found = await Promise.all(ids.map(id => this.#look(id)));
    return found.filter(entry => entry !== undefined);
  }

  async restore(id: string, name: string): Promise<void> {
    await move(this.path(id), join(this.#root, checkName(name)));
    await syncFolder(this.#root);
    await rm(this.#manifest(id), { force: true });
  }

  async purge(id: string): Promise<void> {
    await this.ensure();
    const path = this.path(id);
    await writable(path);
    try {
      await rename(path, join(this.#own, 'purged', checkName(id)));
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') {
        await removeTree(path);
      }
    }
    await rm(this.#manifest(id), { force: true });
  }

  async sweep(signal?: AbortSignal): Promise<void> {
    const folder = join(this.#own, 'purged');
    for (const id of await readdir(folder).catch(none)) {
      await removeTree(join(folder, id), signal);
    }
  }

  path(id: string): string {
    return join(this.#own, 'trash', checkName(id));
  }

  #manifest(id: string): string {
    return join(this.#own, 'manifests', `${checkName(id)}.json`);
  }

  /** Write the manifest; a full disk must not keep anybody from deleting. */
  async #describe(id: string, manifest: string): Promise<void> {
    const path = this.#manifest(id);
    try {
      await rm(path, { force: true });
      await writeFile(path, manifest, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if (!['ENOSPC', 'EDQUOT'].includes(systemCode(error) ?? '')) {
        throw error;
      }
      await rm(path, { force: true });
    }
  }

  async #look(id: string): Promise<InTrash | undefined> {
    const stats = id.startsWith('.') ? undefined : await lookAt(this.path(id));
    return (
      stats && {
        id,
        manifest: await this.#read(id),
        changedAt: stats.ctime.toISOString()
      }
    );
  }

  async #read(id: string): Promise<string | null> {
    return (await readSmallFile(this.#manifest(id), LONGEST)) ?? null;
  }
}

/** Let the owner write a folder: else it cannot be moved to another folder. */
async function writable(path: string): Promise<void> {
  const stats = await lookAt(path);
  if (stats?.isDirectory() && (stats.mode & 0o200) === 0) {
    await chmod(path, (stats.mode & 0o7777) | 0o700);
  }
}
