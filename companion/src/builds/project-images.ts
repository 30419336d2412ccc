import type { ImageRecord } from '../records/images.ts';
import type { Records } from '../records/records.ts';
import type { Builder } from './builder.ts';

export interface ProjectImagesDeps {
  readonly records: Pick<Records, 'images'>;
  readonly builder: Pick<Builder, 'available'>;
}

/** The images of projects, and which of them can be started. */
export class ProjectImages {
  readonly #deps: ProjectImagesDeps;
  /** The last answers of those that were asked for, by image. */
  readonly #known = new Map<string, boolean>();

  constructor(deps: ProjectImagesDeps) {
    this.#deps = deps;
  }

  /** All of a project's, the newest first. */
  of(project: string): Promise<ImageRecord[]> {
    return this.#deps.records.images.of(project);
  }

  /** The newest that can be started. */
  async newest(project: string): Promise<ImageRecord | undefined> {
    for (const image of await this.of(project)) {
      if (await this.available(image.id)) {
        return image;
      }
    }
    return undefined;
  }

  /** Whether the project has this image, and it can be started. */
  async has(project: string, image: string): Promise<boolean> {
    const images = await this.of(project);
    return images.some(({ id }) => id === image) && this.available(image);
  }

  /** Whether the project has another image that could be started instead. */
  async hasOther(project: string, image: string | null): Promise<boolean> {
    for (const { id } of await this.of(project)) {
      if (id !== image && (await this.available(id))) {
        return true;
      }
    }
    return false;
  }

  /** Ask of all images of a project, so that `known` is up to date. */
  async look(project: string): Promise<void> {
    const images = await this.of(project);
    await Promise.all(images.map(({ id }) => this.available(id)));
  }

  /** As it was last answered, else yes: a start then says what is wrong. */
  known(image: string): boolean {
    return this.#known.get(image) ?? true;
  }

  async available(image: string): Promise<boolean> {
    const available = await this.#deps.builder.available(image);
    this.#known.set(image, available);
    return available;
  }
}
