import { Failed } from '../errors.ts';
import type { Folder, Volume } from '../volumes/volume.ts';

/** The names on a volume, without its files. */
export class FakeVolume implements Volume {
  readonly root = '/projects';
  readonly folders = new Map<string, Folder>();
  readonly partial = new Set<string>();

  /** Something that a user, not we, put there. */
  put(name: string, kind: Folder['kind'] = 'folder'): void {
    this.folders.set(name, {
      name,
      kind,
      modifiedAt: new Date(0).toISOString()
    });
  }

  list(): Promise<Folder[]> {
    return Promise.resolve([...this.folders.values()]);
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
      return Promise.reject(
        new Failed('project-exists', `A folder named ${name} is there.`)
      );
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
}
