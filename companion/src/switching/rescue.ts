import type { ProjectImages } from '../builds/project-images.ts';
import type { Driver } from '../drivers/driver.ts';
import { RESCUE } from '../drivers/slug.ts';
import { Failed } from '../base/errors.ts';
import type { ProjectRecord } from '../records/projects.ts';
import type { Records } from '../records/records.ts';

export interface RescueDeps {
  readonly records: Pick<Records, 'switches'>;
  readonly driver: Pick<Driver, 'rescueImage'>;
  readonly images: Pick<ProjectImages, 'available'>;
}

/** How many switches to look back for an image that started. */
const LOOK_BACK = 100;

/**
 * The rescue server, for when no project starts. It sees all folders, has no
 * home of its own, and runs an image that surely starts (ADR 008).
 */
export class Rescue {
  readonly #deps: RescueDeps;

  constructor(deps: RescueDeps) {
    this.#deps = deps;
  }

  async isPossible(user: string): Promise<boolean> {
    return (await this.#image(user)) !== undefined;
  }

  async target(user: string): Promise<{ image: string; seed: false }> {
    const image = await this.#image(user);
    if (image === undefined) {
      throw new Failed(
        'image-unavailable',
        'This site has no image for a rescue server.',
        { actions: ['stay'] }
      );
    }
    return { image, seed: false };
  }

  /** Return the platform's image, or the newest whose last start went well. */
  async #image(user: string): Promise<string | undefined> {
    const { records, driver, images } = this.#deps;
    if (driver.rescueImage !== undefined) {
      return driver.rescueImage;
    }
    const ended = await records.switches.ended(user, LOOK_BACK);
    const seen = new Set<string>();
    for (const { image, done } of ended) {
      if (seen.has(image)) {
        continue;
      }
      seen.add(image);
      if (done && (await images.available(image))) {
        return image;
      }
    }
    return undefined;
  }
}

/** Return the project that switches use for a rescue server; it has no row. */
export function rescueProject(user: string): ProjectRecord {
  return {
    id: RESCUE,
    slug: RESCUE,
    name: '',
    title: 'Rescue Lab',
    source: undefined,
    createdAt: new Date(0).toISOString(),
    lastUsed: null,
    profile: null,
    user
  };
}
