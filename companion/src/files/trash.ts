import { randomBytes } from 'node:crypto';
import { Failed } from '../base/errors.ts';
import type { UserLocks } from '../base/user-locks.ts';
import { cut } from '../repositories/names.ts';
import { inTrash } from '../records/projects.ts';
import { TrashEntries } from './trash-entries.ts';
import type { Logger } from 'pino';
import type { Project, Trashed } from '../contract/contract.ts';
import type { Builds } from '../builds/builds.ts';
import type { Events } from '../events/events.ts';
import type { FolderMoves } from './folder-moves.ts';
import type { Manifest, ManifestSigner } from './trash-manifest.ts';
import type { ProjectRecord } from '../records/projects.ts';
import type { Records } from '../records/records.ts';
import type { Sizes } from './sizes.ts';
import type { Volumes } from '../volumes/volumes.ts';

/** The projects of a user, as pages show them. */
interface ShownProjects {
  all(user: string): Promise<Project[]>;
}

export interface TrashDeps {
  readonly records: Pick<Records, 'builds' | 'projects' | 'trash'>;
  readonly view: ShownProjects;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly moves: FolderMoves;
  readonly locks: Pick<UserLocks, 'files'>;
  readonly signer: ManifestSigner;
  readonly sizes: Pick<Sizes, 'refresh' | 'sweep'>;
  readonly builds: Pick<Builds, 'log' | 'collect'>;
  readonly events: Pick<Events, 'publish'>;
  /** Days that a deleted folder is kept; `null`: until it is purged by hand. */
  readonly trashDays: number | null;
  readonly log: Pick<Logger, 'error'>;
  readonly now: () => Date;
}

/** Deletes folders by a rename, restores them by another, or purges them. */
export class Trash {
  readonly #deps: TrashDeps;
  readonly #entries: TrashEntries;
  /** The clean-up that runs, by user. */
  readonly #tidying = new Map<string, Promise<void>>();

  constructor(deps: TrashDeps) {
    this.#deps = deps;
    this.#entries = new TrashEntries(deps);
  }

  /** List the trash of the volume, also folders that we did not put there. */
  async list(user: string): Promise<Trashed[]> {
    await this.#deps.moves.settle(user);
    return this.#entries.list(user);
  }

  /** Delete for good, in the background, folders that are there long enough. */
  tidy(user: string): void {
    if (!this.#tidying.has(user)) {
      const tidying = this.#tidy(user).finally(() => {
        this.#tidying.delete(user);
      });
      this.#tidying.set(user, tidying);
    }
  }

  /** Resolves when nothing is deleted in the background any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#tidying.values());
  }

  /** Delete a project with a folder. Its row, images and builds are kept. */
  async put(user: string, project: ProjectRecord): Promise<Trashed> {
    const { id, name, title, source } = project;
    return this.#put(user, id, {
      ...{ name, title, deletedAt: this.#deps.now().toISOString() },
      ...(source ? { source } : {})
    });
  }

  /** Delete a folder that is no project. */
  async putFolder(user: string, name: string): Promise<Trashed> {
    const deletedAt = this.#deps.now().toISOString();
    return this.#put(user, null, { name, deletedAt });
  }

  /** Restore a folder under its name, or the first free one of `name-2` ... */
  async restore(user: string, id: string): Promise<Project> {
    const { volumes, moves, view, sizes } = this.#deps;
    const { name: wanted, project = null } = await this.#require(user, id);
    for (let n = 1; ; n++) {
      const name = n === 1 ? wanted : `${cut(wanted, 60)}-${String(n)}`;
      const from = inTrash(id);
      const where = { user, project, trash: id, from, to: name };
      try {
        await moves.move({ kind: 'restore', ...where }, () =>
          volumes.of(user).restore(id, name)
        );
      } catch (error) {
        if (error instanceof Failed && error.code === 'project-exists') {
          continue;
        }
        throw error;
      }
      await this.#changed(user);
      sizes.refresh(user);
      return restored(view, user, project, name);
    }
  }

  /** Delete one for good. Its bytes are freed in the background. */
  async purge(user: string, id: string): Promise<void> {
    await this.#purge(user, await this.#require(user, id));
    await this.#purged(user);
  }

  /** Delete all of them for good, or those whose time has come. */
  async empty(user: string, which: 'all' | 'expired'): Promise<Trashed[]> {
    const all = await this.list(user);
    const now = this.#deps.now().toISOString();
    const gone = all.filter(
      ({ purgeAt }) => which === 'all' || (purgeAt ?? now) < now
    );
    // Expired records whose folder a user removed by hand are dropped, too.
    const lost = await this.#entries.expired(user);
    const ids = new Set(all.map(({ id }) => id));
    for (const entry of [...gone, ...lost.filter(({ id }) => !ids.has(id))]) {
      await this.#purge(user, entry);
    }
    if (gone.length > 0) {
      await this.#purged(user);
    }
    return all.filter(entry => !gone.includes(entry));
  }

  async #tidy(user: string): Promise<void> {
    try {
      if ((await this.#entries.expired(user)).length > 0) {
        await this.empty(user, 'expired');
      }
    } catch (error) {
      this.#deps.log.error(
        { err: error, user },
        'Expired trash could not be purged; the next listing tries again'
      );
    }
  }

  async #put(
    user: string,
    project: string | null,
    content: Manifest
  ): Promise<Trashed> {
    const { volumes, moves, signer, events, sizes } = this.#deps;
    const id = randomBytes(8).toString('hex');
    const { name } = content;
    const manifest = await signer.sign(user, id, content);
    const to = inTrash(id);
    const where = { user, project, trash: id, from: name, to };
    await moves.move({ kind: 'trash', ...where }, () =>
      volumes.of(user).trash(name, id, manifest)
    );
    if (project !== null) {
      events.publish(user, { event: 'project-removed', data: { id: project } });
    }
    const trash = await this.#changed(user);
    sizes.refresh(user);
    return trash.find(entry => entry.id === id) ?? Promise.reject(noSuch());
  }

  async #require(user: string, id: string): Promise<Trashed> {
    const entry = (await this.list(user)).find(other => other.id === id);
    if (!entry) {
      throw noSuch();
    }
    return entry;
  }

  /**
   * Purge on the volume first: a folder that is still in the trash is never
   * forgotten. A project that was restored meanwhile is left alone.
   */
  #purge(user: string, entry: Pick<Trashed, 'id' | 'project'>): Promise<void> {
    return this.#deps.locks.files.run(user, () => this.#purgeNow(user, entry));
  }

  async #purgeNow(
    user: string,
    { id, project }: Pick<Trashed, 'id' | 'project'>
  ): Promise<void> {
    const { records, volumes, builds } = this.#deps;
    await volumes.of(user).purge(id);
    await records.trash.remove(id);
    if (project !== undefined) {
      const ids = await records.builds.idsOf(project);
      const removed = await records.projects.removeTrashed(project, id);
      for (const build of removed ? ids : []) {
        builds.log(build).remove();
      }
    }
  }

  async #purged(user: string): Promise<void> {
    const { sizes, builds } = this.#deps;
    await this.#changed(user);
    sizes.sweep(user);
    await builds.collect();
  }

  async #changed(user: string): Promise<Trashed[]> {
    const trash = await this.list(user);
    this.#deps.events.publish(user, { event: 'trash', data: { trash } });
    return trash;
  }
}

async function restored(
  view: ShownProjects,
  user: string,
  project: string | null,
  name: string
): Promise<Project> {
  const projects = await view.all(user);
  const found = projects.find(other =>
    project === null ? other.name === name : other.id === project
  );
  return found ?? Promise.reject(noSuch());
}

function noSuch(): Failed {
  return new Failed('not-found', 'There is no such folder in the trash.');
}
