import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { Failed } from '../base/errors.ts';
import { Turns } from '../base/turns.ts';
import { nothingThere } from '../volumes/volume-failure.ts';
import { inTrash, liveProjects } from '../records/projects.ts';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/schema.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface FolderMovesDeps {
  readonly store: Store;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly log: Pick<Logger, 'error'>;
  readonly now: () => Date;
}

type Row = Tables['folder_moves'];

/** What moves, from one name to another. */
export type FolderMove = Pick<
  Row,
  'user' | 'kind' | 'project' | 'trash' | 'from_name' | 'to_name'
>;

/**
 * Moves folders and writes it down, so that folder and record agree again after a
 * crash anywhere (RELIABILITY.md d.3, row 18): each move is in the journal before
 * it is made, and leaves it in the transaction that records it.
 */
export class FolderMoves {
  readonly #deps: FolderMovesDeps;
  /** What looks at folders and records of one user, and changes them. */
  readonly #turns = new Turns();

  constructor(deps: FolderMovesDeps) {
    this.#deps = deps;
  }

  /**
   * Fails before anything moves where there is nothing to move, or where a folder
   * or another project has the name.
   */
  move(move: FolderMove, work: () => Promise<void>): Promise<void> {
    const { store, log, now } = this.#deps;
    const row = {
      ...move,
      id: randomBytes(8).toString('hex'),
      begun_at: now().toISOString()
    };
    return this.#turns.take(move.user, async () => {
      await this.#require(move);
      await store.insertInto('folder_moves').values(row).execute();
      try {
        await work();
      } catch (error) {
        // An answer that was lost does not say that nothing moved.
        const moved = await this.#settle(row).catch((why: unknown) => {
          log.error({ err: why, move: row.id }, 'a move is settled later');
          return false;
        });
        if (moved) {
          return;
        }
        throw error;
      }
      await this.#record(row);
    });
  }

  /** Do what must not happen beside a move of the same user. */
  inTurn<T>(user: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(user, work);
  }

  /** Let records and folders of a user agree, where a move was cut off. */
  async settle(user: string): Promise<void> {
    const { store, log } = this.#deps;
    const moves = store.selectFrom('folder_moves').where('user', '=', user);
    if (!(await moves.select('id').executeTakeFirst())) {
      return;
    }
    await this.#turns.take(user, async () => {
      for (const row of await moves.selectAll().execute()) {
        await this.#settle(row).catch((error: unknown) => {
          if (!String(error).includes('UNIQUE')) {
            throw error;
          }
          // Whose name is taken now waits, and holds up nothing else.
          log.error({ err: error, move: row.id }, 'a move is settled later');
        });
      }
    });
  }

  async users(): Promise<string[]> {
    const rows = await this.#deps.store
      .selectFrom('folder_moves')
      .select('user')
      .distinct()
      .execute();
    return rows.map(row => row.user);
  }

  /** So that what is there afterwards is what this move has put there. */
  async #require({ user, kind, trash, ...move }: FolderMove): Promise<void> {
    const { store, volumes } = this.#deps;
    const { project, from_name, to_name } = move;
    const volume = volumes.of(user);
    if (kind === 'trash') {
      return;
    }
    const isThere =
      kind === 'rename'
        ? await volume.find(from_name)
        : (await volume.trashed()).some(({ id }) => id === trash);
    if (!isThere) {
      throw nothingThere(from_name);
    }
    const rows = await liveProjects(store, user).execute();
    const others = rows.filter(({ id }) => id !== project);
    const isTaken =
      others.some(({ name }) => name === to_name) ||
      (await volume.find(to_name)) !== undefined;
    if (isTaken) {
      throw new Failed(
        'project-exists',
        `A folder named "${to_name}" is there already.`,
        { field: 'name', values: { name: to_name } }
      );
    }
  }

  /** Whether it had moved; the volume is the truth. */
  async #settle(row: Row): Promise<boolean> {
    const moved = await this.#hasMoved(row);
    await (moved ? this.#record(row) : this.#forget(row, this.#deps.store));
    return moved;
  }

  async #hasMoved(row: Row): Promise<boolean> {
    const volume = this.#deps.volumes.of(row.user);
    if (row.kind === 'rename') {
      const before = await volume.find(row.from_name);
      return before === undefined && !!(await volume.find(row.to_name));
    }
    // The id is random: only our move can have put it there.
    const trashed = await volume.trashed();
    const isThere = trashed.some(({ id }) => id === row.trash);
    return row.kind === 'trash' ? isThere : !isThere;
  }

  #record(row: Row): Promise<void> {
    const { kind, project, trash } = row;
    return this.#deps.store.transaction().execute(async transaction => {
      if (kind === 'trash' && trash !== null) {
        await this.#putInTrash(row, trash, transaction);
      } else if (trash !== null) {
        await transaction.deleteFrom('trash').where('id', '=', trash).execute();
      }
      if (project !== null) {
        const name =
          kind === 'trash' && trash !== null ? inTrash(trash) : row.to_name;
        await transaction
          .updateTable('projects')
          .set({ name })
          .where('id', '=', project)
          .execute();
      }
      await this.#forget(row, transaction);
    });
  }

  async #putInTrash(row: Row, id: string, store: Store): Promise<void> {
    const { user, project, from_name: name, begun_at: trashed_at } = row;
    const size =
      project === null
        ? undefined
        : await store
            .selectFrom('sizes')
            .select('bytes')
            .where('project', '=', project)
            .executeTakeFirst();
    const bytes = size?.bytes ?? null;
    await store
      .insertInto('trash')
      .values({ id, user, project, name, bytes, trashed_at })
      .execute();
  }

  async #forget(row: Row, store: Store): Promise<void> {
    await store.deleteFrom('folder_moves').where('id', '=', row.id).execute();
  }
}
