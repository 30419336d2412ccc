import type { ImageRecord } from '../records/images.ts';
import type { Records } from '../records/records.ts';
import type { Builders } from './builders.ts';

export interface ProjectImagesDeps {
  readonly records: Pick<Records, 'images'>;
  readonly builders: Pick<Builders, 'available'>;
}

/** The images of projects, and which of them can be started. */
export class ProjectImages {
  readonly #deps: ProjectImagesDeps;
  /** The last answer for each image that was asked for. */
  readonly #known = new Map<string, boolean>();

  constructor(deps: ProjectImagesDeps) {
    this.#deps = deps;
  }

  /** List a project's images, the newest first. */
  of(project: string): Promise<ImageRecord[]> {
    return this.#deps.records.images.of(project);
  }

  /** Find the newest image that can be started. */
  async newest(project: string): Promise<ImageRecord | undefined> {
    for (const image of await this.of(project)) {
      if (await this.#available(image)) {
        return image;
      }
    }
    return undefined;
  }

  /** True when the project has this image, and it can be started. */
  async has(project: string, image: string): Promise<boolean> {
    const images = await this.of(project);
    const own = images.find(({ id }) => id === image);
    return own !== undefined && (await this.#available(own));
  }

  /** True when the project has another image that could be started instead. */
  async hasOther(project: string, image: string | null): Promise<boolean> {
    for (const other of await this.of(project)) {
      if (other.id !== image && (await this.#available(other))) {
        return true;
      }
    }
    return false;
  }

  /** Ask for all images of a project, so that `known` is up to date. */
  async look(project: string): Promise<void> {
    const images = await this.of(project);
    await Promise.all(images.map(image => this.#available(image)));
  }

  /** Return the last answer, else true: a start then says what is wrong. */
  known(image: string): boolean {
    return this.#known.get(image) ?? true;
  }

  /** Ask for an image; all builders are asked if no maker is named. */
  async available(image: string, maker?: string): Promise<boolean> {
    const available = await this.#deps.builders.available(image, maker);
    this.#known.set(image, available);
    return available;
  }

  #available({ id, builder }: ImageRecord): Promise<boolean> {
    return this.available(id, builder);
  }
}
