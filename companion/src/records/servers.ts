import type { Selectable } from 'kysely';
import type { ServerRef } from '../drivers/server-ref.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** A server that was asked to start; only the driver knows if it runs. */
export interface EnrolledServer extends ServerRef {
  readonly project: string;
  readonly image: string;
  /** SHA-256 of its token, hexadecimal. */
  readonly tokenHash: string;
  readonly startedAt: string;
  /** When the user left it; `null` for one that was not left. */
  readonly leftAt: string | null;
}

/** A server, and the folder of its project as the store knows it. */
export interface HomeRecord extends ServerRef {
  readonly startedAt: string;
  readonly project: string;
  readonly folder: string;
}

/** The table `servers`. */
export class ServerRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** List the servers of a user, the last left first. */
  async of(user: string): Promise<EnrolledServer[]> {
    const rows = await this.#store
      .selectFrom('servers')
      .selectAll()
      .where('user', '=', user)
      .orderBy('left_at', 'desc')
      .execute();
    return rows.map(recordOf);
  }

  /** List all servers that have a project, with its folder. */
  async homes(): Promise<HomeRecord[]> {
    return await this.#store
      .selectFrom('servers')
      .innerJoin('projects', 'projects.id', 'servers.project')
      .select(['servers.user', 'servers.name', 'servers.project'])
      .select(['servers.started_at as startedAt', 'projects.name as folder'])
      .execute();
  }

  async users(): Promise<string[]> {
    const rows = await this.#store
      .selectFrom('servers')
      .select('user')
      .distinct()
      .execute();
    return rows.map(({ user }) => user);
  }

  async find({ user, name }: ServerRef): Promise<EnrolledServer | undefined> {
    const row = await this.#store
      .selectFrom('servers')
      .selectAll()
      .where('user', '=', user)
      .where('name', '=', name)
      .executeTakeFirst();
    return row && recordOf(row);
  }

  /** Find a server by its token's hash, so the time it takes tells nothing. */
  async byToken(hash: string): Promise<ServerRef | undefined> {
    return await this.#store
      .selectFrom('servers')
      .select(['user', 'name'])
      .where('token_hash', '=', hash)
      .executeTakeFirst();
  }

  /** Write a server in place of an earlier one of that name. */
  async put(server: EnrolledServer): Promise<void> {
    const { user, name, project, image } = server;
    const values = {
      ...{ project, image },
      token_hash: server.tokenHash,
      started_at: server.startedAt,
      left_at: server.leftAt
    };
    await this.#store
      .insertInto('servers')
      .values({ user, name, ...values })
      .onConflict(on => on.columns(['user', 'name']).doUpdateSet(values))
      .execute();
  }

  /** Note when the user left a server; `null` when the user came to it. */
  async leave({ user, name }: ServerRef, at: string | null): Promise<void> {
    await this.#store
      .updateTable('servers')
      .set({ left_at: at })
      .where('user', '=', user)
      .where('name', '=', name)
      .execute();
  }

  async remove({ user, name }: ServerRef): Promise<void> {
    await this.#store
      .deleteFrom('servers')
      .where('user', '=', user)
      .where('name', '=', name)
      .execute();
  }
}

function recordOf(row: Selectable<Tables['servers']>): EnrolledServer {
  const { user, name, project, image } = row;
  return {
    ...{ user, name, project, image },
    tokenHash: row.token_hash,
    startedAt: row.started_at,
    leftAt: row.left_at
  };
}
