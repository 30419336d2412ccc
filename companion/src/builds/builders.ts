import type { Builder } from './builder.ts';

/** At least one; the first builds whatever a project is made from. */
export type BuilderList = readonly [Builder, ...Builder[]];

/** The builders of a platform; an image belongs to the one that made it. */
export class Builders {
  /** The builder that inspects repositories and builds them. */
  readonly first: Builder;
  readonly #all: BuilderList;

  constructor(all: BuilderList) {
    this.first = all[0];
    this.#all = all;
  }

  /** True when the image can be started. All are asked if no maker is named. */
  async available(image: string, maker?: string): Promise<boolean> {
    for (const builder of this.#all) {
      const asked = maker === undefined || maker === builder.name;
      if (asked && (await builder.available(image))) {
        return true;
      }
    }
    return false;
  }

  /** Let each remove its images that nothing refers to any more. */
  async collect(referenced: ReadonlySet<string>): Promise<void> {
    await Promise.all(this.#all.map(builder => builder.collect(referenced)));
  }
}
