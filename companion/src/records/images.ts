import type { Selectable } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** An image of a project, as it is written down. */
export interface ImageRecord {
  /** An OCI reference by digest, or a local environment id. */
  readonly id: string;
  readonly label: string | null;
  readonly commit: string | null;
  readonly builtAt: string;
  readonly builder: string;
}

/** The table `images`. */
export class ImageRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** List the images of a project, the newest first. */
  async of(project: string): Promise<ImageRecord[]> {
    const rows = await this.#store
      .selectFrom('images')
      .selectAll()
      .where('project', '=', project)
      .orderBy('built_at', 'desc')
      .execute();
    return rows.map(recordOf);
  }

  /** Add an image; one that the project has already counts as built anew. */
  async put(project: string, image: ImageRecord): Promise<void> {
    const { id, label, commit, builtAt, builder } = image;
    const built = { built_at: builtAt };
    await this.#store
      .insertInto('images')
      .values({ id, project, label, commit_id: commit, builder, ...built })
      .onConflict(on => on.columns(['project', 'id']).doUpdateSet(built))
      .execute();
  }

  /**
   * List the images that something refers to: a project, a server, a switch or
   * a build under way (an image may have its build's id).
   */
  async referenced(): Promise<ReadonlySet<string>> {
    const store = this.#store;
    const rows = await store
      .selectFrom('images')
      .select('id as image')
      .union(store.selectFrom('servers').select('image'))
      .union(
        store
          .selectFrom('switches')
          .select('image')
          .where('ended_at', 'is', null)
          .where('image', 'is not', null)
          .$narrowType<{ image: string }>()
      )
      .union(
        store
          .selectFrom('builds')
          .select('id as image')
          .where('ended_at', 'is', null)
      )
      .execute();
    return new Set(rows.map(row => row.image));
  }
}

function recordOf(row: Selectable<Tables['images']>): ImageRecord {
  const { id, label, builder } = row;
  return {
    ...{ id, label, builder },
    commit: row.commit_id,
    builtAt: row.built_at
  };
}
