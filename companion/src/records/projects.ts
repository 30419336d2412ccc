import type { Selectable } from 'kysely';
import { Failed } from '../base/errors.ts';
import { Source } from '../contract/contract.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** A project as it is written down. */
export interface ProjectRecord {
  readonly id: string;
  readonly user: string;
  /** Unique per user, never changed. */
  readonly slug: string;
  /** The folder below the projects root, unique per user. */
  readonly name: string;
  readonly title: string;
  readonly source: Source | undefined;
  readonly createdAt: string;
  readonly lastUsed: string | null;
  /** The administrator's profile of resources that was chosen. */
  readonly profile: string | null;
}

/** The fields of a project that may change. */
export type ProjectChange = Partial<
  Pick<ProjectRecord, 'name' | 'title' | 'source' | 'lastUsed' | 'profile'>
>;

/** Prefix of a trashed project's folder, before its id; no name has a slash. */
const TRASHED = 'trash/';

/** Return the name of a project's folder in the trash. */
export const inTrash = (id: string) => `${TRASHED}${id}`;

/** The tables `projects` and `adopted`. */
export class ProjectRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** List a user's projects that are not in the trash, the oldest first. */
  async of(user: string): Promise<ProjectRecord[]> {
    const rows = await this.#rows()
      .where('user', '=', user)
      .where('name', 'not like', `${TRASHED}%`)
      .orderBy('created_at')
      .execute();
    return rows.map(recordOf);
  }

  /** Find a project; none of another user's, and none in the trash. */
  async find(user: string, id: string): Promise<ProjectRecord | undefined> {
    const project = await this.any(id);
    return project?.user === user && !project.name.startsWith(TRASHED)
      ? project
      : undefined;
  }

  /** Fails with `not-found` where `find` finds nothing. */
  async require(user: string, id: string): Promise<ProjectRecord> {
    const project = await this.find(user, id);
    if (!project) {
      throw new Failed('not-found', 'There is no such project.');
    }
    return project;
  }

  /** Find a project of any user, also in the trash. */
  async any(id: string): Promise<ProjectRecord | undefined> {
    const row = await this.#rows().where('id', '=', id).executeTakeFirst();
    return row && recordOf(row);
  }

  /** List the slugs of a user; those in the trash may come back with theirs. */
  async slugs(user: string): Promise<Set<string>> {
    const rows = await this.#store
      .selectFrom('projects')
      .select('slug')
      .where('user', '=', user)
      .execute();
    return new Set(rows.map(({ slug }) => slug));
  }

  /** True when the user has ever opened a project. */
  async someUsed(user: string): Promise<boolean> {
    const row = await this.#store
      .selectFrom('projects')
      .select('id')
      .where('user', '=', user)
      .where('last_used', 'is not', null)
      .executeTakeFirst();
    return row !== undefined;
  }

  async insert(project: ProjectRecord): Promise<void> {
    const { id, user, slug, name, title, profile } = project;
    await this.#store
      .insertInto('projects')
      .values({
        ...{ id, user, slug, name, title, profile },
        source_json: jsonOf(project.source),
        created_at: project.createdAt,
        last_used: project.lastUsed
      })
      .execute();
  }

  async change(id: string, change: ProjectChange): Promise<void> {
    const { source, lastUsed, ...same } = change;
    const values = {
      ...same,
      ...(source === undefined ? {} : { source_json: jsonOf(source) }),
      ...(lastUsed === undefined ? {} : { last_used: lastUsed })
    };
    await this.#store
      .updateTable('projects')
      .set(values)
      .where('id', '=', id)
      .execute();
  }

  /** Remove a project with its images, builds and all else written of it. */
  async remove(id: string): Promise<void> {
    await this.#store.deleteFrom('projects').where('id', '=', id).execute();
  }

  /** Remove a project if it is in the trash under that id; true when it was. */
  async removeTrashed(id: string, trash: string): Promise<boolean> {
    const { numDeletedRows } = await this.#store
      .deleteFrom('projects')
      .where('id', '=', id)
      .where('name', '=', inTrash(trash))
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Mark a project that was a folder first: a build leaves it as it is. */
  async adopt(project: string): Promise<void> {
    await this.#store.insertInto('adopted').values({ project }).execute();
  }

  async isAdopted(project: string): Promise<boolean> {
    const row = await this.#store
      .selectFrom('adopted')
      .selectAll()
      .where('project', '=', project)
      .executeTakeFirst();
    return row !== undefined;
  }

  #rows() {
    return this.#store.selectFrom('projects').selectAll();
  }
}

function jsonOf(source: Source | undefined): string | null {
  return source === undefined ? null : JSON.stringify(source);
}

function recordOf(row: Selectable<Tables['projects']>): ProjectRecord {
  const { id, user, slug, name, title, profile, source_json } = row;
  return {
    ...{ id, user, slug, name, title, profile },
    source:
      source_json === null ? undefined : Source.parse(JSON.parse(source_json)),
    createdAt: row.created_at,
    lastUsed: row.last_used
  };
}
