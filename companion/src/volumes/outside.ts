import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { Failed } from '../base/errors.ts';
import { checkEntry, checkName, isReserved, OWN } from './folder-name.ts';
import { lookAt, move, moveWithoutReplacing } from './move.ts';
import { readSmallFile } from './small-file.ts';
import { none, ownFolder, requireFolder, syncFolder } from './tree.ts';
import { nameTaken, nothingThere, systemCode } from './volume-failure.ts';
import { KeyedMutex } from '../base/keyed-mutex.ts';
import type { OutsideFile } from './volume.ts';
import { parsedJson } from '../base/json.ts';

/** The journal of a move, written before anything is moved. */
const Move = z.object({
  names: z.array(z.string()),
  folder: z.string(),
  /** `gathering` until the folder is in place, `scattering` while undone. */
  state: z.enum(['gathering', 'gathered', 'scattering'])
});
type Move = z.infer<typeof Move>;
/** Room for ten thousand long names; a longer file is not ours. */
const LONGEST = 16 * 1024 ** 2;

/**
 * Finds files of a home that became a volume of projects, and moves them into a
 * project (FEATURES.md PB-35). Every step is a rename on one file system.
 */
export class Outside {
  readonly #root: string;
  readonly #own: string;
  /** One move at a time: `recover` would undo one that is under way. */
  readonly #turns = new KeyedMutex();

  constructor(root: string) {
    this.#root = root;
    this.#own = join(root, OWN);
  }

  /** List all that the list of folders omits: files, and hidden entries. */
  async list(): Promise<OutsideFile[]> {
    const entries = await readdir(this.#root, { withFileTypes: true });
    const outside = entries.filter(entry => {
      const hidden = entry.name.startsWith('.') && !isReserved(entry.name);
      return hidden || entry.isFile();
    });
    return outside.map(entry => {
      const other = entry.isSymbolicLink() ? 'link' : 'file';
      return { name: entry.name, kind: entry.isDirectory() ? 'folder' : other };
    });
  }

  gather(
    names: readonly string[],
    folder: string,
    operation: string
  ): Promise<void> {
    return this.#inTurn(() => this.#gather(names, folder, operation));
  }

  scatter(operation: string): Promise<string> {
    return this.#inTurn(() => this.#scatter(operation));
  }

  /** Undo a move that a crash cut off, or go on undoing it. */
  recover(): Promise<void> {
    return this.#inTurn(() => this.#recover());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.run('', work);
  }

  async #gather(
    names: readonly string[],
    folder: string,
    operation: string
  ): Promise<void> {
    await this.#recover();
    await this.#check(names, folder);
    const partial = this.#partial(operation);
    for (const path of [
      this.#own,
      join(this.#own, 'moves'),
      dirname(partial)
    ]) {
      await ownFolder(path);
    }
    await mkdir(partial);
    const moving = { names: [...names], folder };
    try {
      await this.#write(operation, { ...moving, state: 'gathering' });
      for (const name of names) {
        await rename(join(this.#root, name), join(partial, name));
      }
      await move(partial, join(this.#root, folder));
    } catch (error) {
      await this.#recover();
      await removeIfEmpty(partial);
      throw error;
    }
    await syncFolder(this.#root);
    await this.#recover();
  }

  async #scatter(operation: string): Promise<string> {
    await this.#recover();
    const done = await this.#read(operation);
    if (done?.state !== 'gathered') {
      throw nothingThere(operation);
    }
    const { names, folder } = done;
    await requireFolder(join(this.#root, folder));
    for (const name of names) {
      if ((await lookAt(join(this.#root, name))) !== undefined) {
        throw nameTaken(name);
      }
    }
    await this.#write(operation, { ...done, state: 'scattering' });
    await this.#moveBack(join(this.#root, folder), names);
    await this.#forget(operation);
    return folder;
  }

  async #recover(): Promise<void> {
    const files = await readdir(join(this.#own, 'moves')).catch(none);
    for (const file of files) {
      const operation = file.replace(/\.json$/, '');
      const moving = await this.#read(operation);
      if (moving?.state === 'scattering') {
        await this.#moveBack(join(this.#root, moving.folder), moving.names);
        await this.#forget(operation);
      } else if (moving?.state === 'gathering') {
        await this.#settle(operation, moving);
      }
    }
  }

  /** Settle a move: its folder was published if the partial one is gone. */
  async #settle(operation: string, moving: Move): Promise<void> {
    const partial = this.#partial(operation);
    if ((await lookAt(partial)) === undefined) {
      await this.#write(operation, { ...moving, state: 'gathered' });
      return;
    }
    await this.#moveBack(partial, moving.names);
    // Files that could not go back are tried again, so they are kept.
    if ((await lookAt(partial)) === undefined) {
      await this.#forget(operation);
    }
  }

  /** Move files back; one whose name is taken now stays. */
  async #moveBack(folder: string, names: readonly string[]): Promise<void> {
    for (const name of names) {
      const from = join(folder, checkEntry(name));
      if ((await lookAt(from)) !== undefined) {
        await moveWithoutReplacing(from, join(this.#root, name));
      }
    }
    await removeIfEmpty(folder);
  }

  async #check(names: readonly string[], folder: string): Promise<void> {
    if (names.length === 0 || names.includes(folder)) {
      throw new Failed('invalid-request', 'Name what is to be moved.', {
        field: 'names'
      });
    }
    if ((await lookAt(join(this.#root, checkName(folder)))) !== undefined) {
      throw nameTaken(folder);
    }
    for (const name of names) {
      if ((await lookAt(join(this.#root, checkEntry(name)))) === undefined) {
        throw nothingThere(name);
      }
    }
  }

  #partial(operation: string): string {
    return join(this.#own, 'partial', checkName(operation));
  }

  #journal(operation: string): string {
    return join(this.#own, 'moves', `${checkName(operation)}.json`);
  }

  async #write(operation: string, moving: Move): Promise<void> {
    const path = this.#journal(operation);
    await rm(`${path}.new`, { force: true });
    await writeFile(`${path}.new`, JSON.stringify(moving), {
      ...{ mode: 0o600, flag: 'wx', flush: true }
    });
    await rename(`${path}.new`, path);
  }

  async #read(operation: string): Promise<Move | undefined> {
    const text = await readSmallFile(this.#journal(operation), LONGEST);
    return Move.safeParse(parsedJson(text ?? '')).data;
  }

  async #forget(operation: string): Promise<void> {
    await rm(this.#journal(operation), { force: true });
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error: unknown) => {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')) {
      throw error;
    }
  });
}
