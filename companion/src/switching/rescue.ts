import type { Builder } from '../builds/builder.ts';
import type { Driver } from '../drivers/driver.ts';
import { RESCUE } from '../drivers/slug.ts';
import { Failed } from '../base/errors.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

export interface RescueDeps {
  readonly store: Store;
  readonly driver: Pick<Driver, 'rescueImage'>;
  readonly builder: Pick<Builder, 'available'>;
}

/** How many switches to look back for an image that started. */
const LOOK_BACK = 100;

/**
 * The server for when no project starts: all folders, no home of its own, and an
 * image that surely starts (ADR 008).
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

  /** The platform's, or else the newest one whose last start went well. */
  async #image(user: string): Promise<string | undefined> {
    const { store, driver, builder } = this.#deps;
    if (driver.rescueImage !== undefined) {
      return driver.rescueImage;
    }
    const rows = await store
      .selectFrom('switches')
      .select(['image', 'phase'])
      .where('user', '=', user)
      .where('phase', 'in', ['done', 'failed'])
      .orderBy('started_at', 'desc')
      .limit(LOOK_BACK)
      .execute();
    const seen = new Set<string | null>([null]);
    for (const { image, phase } of rows) {
      if (image === null || seen.has(image)) {
        continue;
      }
      seen.add(image);
      if (phase === 'done' && (await builder.available(image))) {
        return image;
      }
    }
    return undefined;
  }
}

/** What switches take for the project of a rescue server; no row is like it. */
export function rescueProject(user: string): Tables['projects'] {
  return {
    id: RESCUE,
    slug: RESCUE,
    name: '',
    title: 'Rescue Lab',
    source_json: null,
    created_at: new Date(0).toISOString(),
    last_used: null,
    profile: null,
    user
  };
}
