import { sourceOf } from '../records/projects.ts';
import type { Trashed } from '../contract/contract.ts';
import type { Seal } from './trash-manifest.ts';
import type { Store } from '../store/store.ts';
import type { InTrash } from '../volumes/volume.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface TrashEntriesDeps {
  readonly store: Store;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly seal: Pick<Seal, 'open'>;
  readonly trashDays: number | null;
  readonly now: () => Date;
}

/** What the store knows of a folder in the trash. */
interface Known {
  readonly id: string;
  readonly project: string | null;
  readonly name: string;
  readonly bytes: number | null;
  readonly trashed_at: string;
  readonly title: string | null;
  readonly source_json: string | null;
}

const DAY_MS = 24 * 60 * 60_000;

/** What is in the trash of a volume, and what is known of each. */
export class TrashEntries {
  readonly #deps: TrashEntriesDeps;

  constructor(deps: TrashEntriesDeps) {
    this.#deps = deps;
  }

  /** The latest first. */
  async list(user: string): Promise<Trashed[]> {
    const known = await this.#known(user);
    const found = await this.#deps.volumes.of(user).trashed();
    const trashed = await Promise.all(
      found.map(entry => this.#trashed(user, entry, known.get(entry.id)))
    );
    return trashed.sort((a, b) => (a.deletedAt < b.deletedAt ? 1 : -1));
  }

  /** What our records say has been there long enough; asks the store only. */
  async expired(user: string) {
    const { store, trashDays, now } = this.#deps;
    if (trashDays === null) {
      return [];
    }
    const oldest = new Date(now().getTime() - trashDays * DAY_MS);
    const rows = await store
      .selectFrom('trash')
      .select(['id', 'project'])
      .where('user', '=', user)
      .where('trashed_at', '<', oldest.toISOString())
      .execute();
    return rows.map(({ id, project }) => ({
      id,
      ...(project === null ? {} : { project })
    }));
  }

  async #known(user: string): Promise<Map<string, Known>> {
    const rows = await this.#deps.store
      .selectFrom('trash')
      .leftJoin('projects', 'projects.id', 'trash.project')
      .select(['trash.id', 'trash.project', 'trash.name', 'trash.bytes'])
      .select(['trash.trashed_at', 'projects.title', 'projects.source_json'])
      .where('trash.user', '=', user)
      .execute();
    return new Map(rows.map(row => [row.id, row]));
  }

  /** From the store; else from a manifest that we sealed; else unknown. */
  async #trashed(
    user: string,
    { id, manifest, changedAt }: InTrash,
    known: Known | undefined
  ): Promise<Trashed> {
    if (known) {
      const { name, project, bytes, trashed_at, title } = known;
      const source = sourceOf(known);
      return {
        ...{ id, name, bytes, deletedAt: trashed_at },
        ...this.#purgeAt(trashed_at),
        ...(project === null ? {} : { project }),
        ...(title === null ? {} : { title }),
        ...(source ? { source } : {})
      };
    }
    const content = await this.#deps.seal.open(user, id, manifest);
    return content
      ? { id, bytes: null, ...content, ...this.#purgeAt(content.deletedAt) }
      : { id, name: id, bytes: null, deletedAt: changedAt };
  }

  #purgeAt(deletedAt: string): Pick<Trashed, 'purgeAt'> {
    const { trashDays } = this.#deps;
    if (trashDays === null) {
      return {};
    }
    const at = new Date(Date.parse(deletedAt) + trashDays * DAY_MS);
    return { purgeAt: at.toISOString() };
  }
}
