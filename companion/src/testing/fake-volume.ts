import { Failed } from '../base/errors.ts';
import { nameTaken, nothingThere } from '../volumes/volume-failure.ts';
import type {
  Folder,
  InTrash,
  Measure,
  OutsideFile,
  Place,
  Volume
} from '../volumes/volume.ts';

const OLD = new Date(0).toISOString();

/** The names on a volume, without its files. */
export class FakeVolume implements Volume {
  readonly root = '/projects';
  readonly folders = new Map<string, Folder>();
  readonly partial = new Set<string>();
  readonly inTrash = new Map<string, InTrash & { folder: Folder }>();
  readonly files = new Set<string>();
  readonly gathered = new Map<string, string[]>();
  /** Bytes of every folder. */
  bytes = 4096;
  swept = 0;

  /** Put an entry there as a user does, not we. */
  put(name: string, kind: Folder['kind'] = 'folder'): void {
    this.folders.set(name, { name, kind, modifiedAt: OLD });
  }

  list(): Promise<Folder[]> {
    const shown = [...this.folders.values()].filter(
      ({ name }) => !name.startsWith('.')
    );
    return Promise.resolve(shown);
  }

  find(name: string): Promise<Folder | undefined> {
    return Promise.resolve(this.folders.get(name));
  }

  prepare(operation: string): Promise<string> {
    this.partial.add(operation);
    return Promise.resolve(`${this.root}/${operation}`);
  }

  publish(operation: string, name: string): Promise<void> {
    if (this.folders.has(name)) {
      return Promise.reject(nameTaken(name));
    }
    this.partial.delete(operation);
    this.put(name);
    return Promise.resolve();
  }

  discard(operation: string): Promise<void> {
    this.partial.delete(operation);
    return Promise.resolve();
  }

  usage(): Promise<{ bytes: number | null; capacity: number | null }> {
    return Promise.resolve({ bytes: null, capacity: null });
  }

  measure({ in: where, name }: Place): Promise<Measure> {
    const places = {
      root: this.folders,
      trash: this.inTrash,
      partial: this.partial
    };
    return places[where].has(name)
      ? Promise.resolve({ bytes: this.bytes, files: 1 })
      : Promise.reject(nothingThere(name));
  }

  rename(name: string, newName: string): Promise<void> {
    return this.#move(() => {
      this.put(newName, this.#take(name, newName).kind);
    });
  }

  async duplicate(
    name: string,
    newName: string,
    operation: string
  ): Promise<void> {
    await this.prepare(operation);
    if (!this.folders.has(name)) {
      throw nothingThere(name);
    }
    await this.publish(operation, newName);
  }

  trash(name: string, id: string, manifest: string): Promise<void> {
    return this.#move(() => {
      const folder = this.#take(name);
      this.inTrash.set(id, { id, manifest, changedAt: OLD, folder });
    });
  }

  trashed(): Promise<InTrash[]> {
    return Promise.resolve([...this.inTrash.values()]);
  }

  restore(id: string, name: string): Promise<void> {
    return this.#move(() => {
      const entry = this.inTrash.get(id);
      if (!entry) {
        throw nothingThere(id);
      }
      this.#requireFree(name);
      this.inTrash.delete(id);
      this.put(name, entry.folder.kind);
    });
  }

  purge(id: string): Promise<void> {
    this.inTrash.delete(id);
    return Promise.resolve();
  }

  sweep(): Promise<void> {
    this.swept += 1;
    return Promise.resolve();
  }

  outside(): Promise<OutsideFile[]> {
    return Promise.resolve(
      [...this.files].map(name => ({ name, kind: 'file' as const }))
    );
  }

  gather(
    names: readonly string[],
    folder: string,
    operation: string
  ): Promise<void> {
    return this.#move(() => {
      this.#requireFree(folder);
      this.put(folder);
      this.gathered.set(operation, [folder, ...names]);
      for (const name of names) {
        this.files.delete(name);
        this.folders.delete(name);
      }
    });
  }

  scatter(operation: string): Promise<string> {
    const [folder, ...names] = this.gathered.get(operation) ?? [];
    if (folder === undefined) {
      return Promise.reject(nothingThere(operation));
    }
    this.gathered.delete(operation);
    this.folders.delete(folder);
    for (const name of names) {
      this.files.add(name);
    }
    return Promise.resolve(folder);
  }

  /** Make a promise of a change, also when the change throws at once. */
  async #move(change: () => void): Promise<void> {
    await Promise.resolve();
    change();
  }

  #take(name: string, newName?: string): Folder {
    const folder = this.folders.get(name);
    if (!folder) {
      throw nothingThere(name);
    }
    if (newName !== undefined) {
      this.#requireFree(newName);
    }
    this.folders.delete(name);
    return folder;
  }

  #requireFree(name: string): void {
    if (this.folders.has(name)) {
      throw new Failed('project-exists', `${name} is there.`);
    }
  }
}
