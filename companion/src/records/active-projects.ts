import type { Store } from '../store/store.ts';

/** The project that a user works in, and the server that their Lab runs on. */
export interface ActiveProject {
  readonly project: string | null;
  readonly server: string | null;
}

const NONE: ActiveProject = { project: null, server: null };

/** The table `users`: the active project and server of each user. */
export class ActiveProjectRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async of(user: string): Promise<ActiveProject> {
    const row = await this.#store
      .selectFrom('users')
      .select(['active_project', 'active_server'])
      .where('user', '=', user)
      .executeTakeFirst();
    return row
      ? { project: row.active_project, server: row.active_server }
      : NONE;
  }

  async set(user: string, { project, server }: ActiveProject): Promise<void> {
    const active = { active_project: project, active_server: server };
    await this.#store
      .insertInto('users')
      .values({ user, ...active })
      .onConflict(conflict => conflict.column('user').doUpdateSet(active))
      .execute();
  }
}
