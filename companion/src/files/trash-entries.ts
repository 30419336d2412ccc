import type { Trashed } from '../contract/contract.ts';
import type { TrashedProject } from '../records/trash.ts';
import type { ManifestSigner } from './trash-manifest.ts';
import type { Records } from '../records/records.ts';
import type { InTrash } from '../volumes/volume.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface TrashEntriesDeps {
  readonly records: Pick<Records, 'trash'>;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly signer: Pick<ManifestSigner, 'verified'>;
  readonly trashDays: number | null;
  readonly now: () => Date;
}

const DAY_MS = 24 * 60 * 60_000;

/** Lists the trash of a volume, with all that is known of each folder. */
export class TrashEntries {
  readonly #deps: TrashEntriesDeps;

  constructor(deps: TrashEntriesDeps) {
    this.#deps = deps;
  }

  /** List the trash, the latest deletion first. */
  async list(user: string): Promise<Trashed[]> {
    const known = await this.#known(user);
    const found = await this.#deps.volumes.of(user).trashed();
    const trashed = await Promise.all(
      found.map(entry => this.#trashed(user, entry, known.get(entry.id)))
    );
    return trashed.sort((a, b) => (a.deletedAt < b.deletedAt ? 1 : -1));
  }

  /** List records that are old enough to be purged; asks the store only. */
  async expired(user: string) {
    const { records, trashDays, now } = this.#deps;
    if (trashDays === null) {
      return [];
    }
    const time = now().getTime() - trashDays * DAY_MS;
    const oldest = new Date(time).toISOString();
    const all = await records.trash.of(user);
    return all
      .filter(({ trashedAt }) => trashedAt < oldest)
      .map(({ id, project }) => ({
        id,
        ...(project === null ? {} : { project })
      }));
  }

  async #known(user: string): Promise<Map<string, TrashedProject>> {
    const all = await this.#deps.records.trash.of(user);
    return new Map(all.map(trashed => [trashed.id, trashed]));
  }

  /** Describe it by the store, else by our signed manifest, else by its id. */
  async #trashed(
    user: string,
    { id, manifest, changedAt }: InTrash,
    known: TrashedProject | undefined
  ): Promise<Trashed> {
    if (known) {
      const { name, project, bytes, trashedAt, title, source } = known;
      return {
        ...{ id, name, bytes, deletedAt: trashedAt },
        ...this.#purgeAt(trashedAt),
        ...(project === null ? {} : { project }),
        ...(title === null ? {} : { title }),
        ...(source ? { source } : {})
      };
    }
    const content = await this.#deps.signer.verified(user, id, manifest);
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
