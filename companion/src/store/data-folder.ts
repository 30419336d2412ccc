import {
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Failed } from '../base/errors.ts';
import { makeFolder } from '../base/make-folder.ts';
import { openStore } from './store.ts';
import type { Store } from './store.ts';
import { inWords } from '../base/system-words.ts';

const Remembered = z.object({ url: z.string() });

/** Everything that one companion keeps on its machine; nobody else reads it. */
export class DataFolder {
  readonly path: string;
  readonly projects: string;
  readonly state: string;
  readonly logs: string;
  readonly scratch: string;
  /** An empty home, for git. */
  readonly emptyHome: string;
  readonly #address: string;

  constructor(path: string) {
    this.path = path;
    this.projects = join(path, 'projects');
    this.state = join(path, 'state');
    this.logs = join(this.state, 'logs');
    this.scratch = join(this.state, 'scratch');
    this.emptyHome = join(this.state, 'empty-home');
    this.#address = join(this.state, 'companion.json');
  }

  /**
   * Make the folders and open the store. A second companion on the same data is
   * refused, with the address of the first.
   */
  open(): Store {
    this.#makeFolders();
    try {
      return openStore(join(this.state, 'store.sqlite'));
    } catch (cause) {
      const url = this.#serving();
      if (!(cause instanceof Failed) || url === undefined) {
        throw cause;
      }
      throw new Failed(
        'unavailable',
        `A companion serves ${this.path} already, at ${url} - use that one, or give another folder with --data.`,
        { cause, values: { url } }
      );
    }
  }

  /** Write down our address, for a second start to tell. */
  announce(url: string): void {
    writeFileSync(this.#address, JSON.stringify({ url }), { mode: 0o600 });
  }

  withdraw(): void {
    rmSync(this.#address, { force: true });
  }

  #makeFolders(): void {
    try {
      for (const folder of [
        this.path,
        this.projects,
        join(this.path, 'environments'),
        join(this.path, 'cache'),
        this.state,
        this.logs,
        this.emptyHome
      ]) {
        makeFolder(folder);
      }
      rmSync(this.scratch, { recursive: true, force: true });
      mkdirSync(this.scratch, { mode: 0o700 });
      chmodSync(this.path, 0o700);
    } catch (cause) {
      throw new Failed(
        'unavailable',
        `The data folder ${this.path} cannot be used: ${inWords(cause)}. Choose another with --data.`,
        { cause }
      );
    }
  }

  #serving(): string | undefined {
    try {
      const text = readFileSync(this.#address, 'utf8');
      return Remembered.safeParse(JSON.parse(text)).data?.url;
    } catch {
      return undefined;
    }
  }
}
