import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { Failed } from '../base/errors.ts';
import type { UserLocks } from '../base/user-locks.ts';
import { nothingThere } from '../volumes/volume-failure.ts';
import type { MoveRecord } from '../records/moves.ts';
import { inTrash } from '../records/projects.ts';
import type { Records } from '../records/records.ts';
import { isTaken } from '../store/unique.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface FolderMovesDeps {
  readonly records: Records;
  readonly locks: Pick<UserLocks, 'files'>;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly log: Pick<Logger, 'error'>;
  readonly now: () => Date;
}

/** A move of a folder, from one name to another. */
export type FolderMove = Omit<MoveRecord, 'id' | 'begunAt'>;

/**
 * Moves folders and records it, so that folder and record agree again after a
 * crash anywhere (RELIABILITY.md d.3, row 18): each move is in the journal
 * before it is made, and leaves it in the transaction that records it.
 */
export class FolderMoves {
  readonly #deps: FolderMovesDeps;

  constructor(deps: FolderMovesDeps) {
    this.#deps = deps;
  }

  /**
   * Move a folder by `work`. A rename or restore fails before anything moves if
   * there is nothing to move, or if a folder or another project has the name.
   */
  move(move: FolderMove, work: () => Promise<void>): Promise<void> {
    const { records, locks, log, now } = this.#deps;
    const record = {
      ...move,
      id: randomBytes(8).toString('hex'),
      begunAt: now().toISOString()
    };
    return locks.files.run(move.user, async () => {
      await this.#require(move);
      await records.moves.insert(record);
      try {
        await work();
      } catch (error) {
        // The folder may have moved although the answer was lost.
        const moved = await this.#settle(record).catch((why: unknown) => {
          log.error(
            { err: why, move: record.id },
            'A move of a folder could not be settled; it is tried again later'
          );
          return false;
        });
        if (moved) {
          return;
        }
        throw error;
      }
      await this.#record(record);
    });
  }

  /** Settle a user's moves that were cut off: record and folder agree again. */
  async settle(user: string): Promise<void> {
    const { records, locks, log } = this.#deps;
    if ((await records.moves.of(user)).length === 0) {
      return;
    }
    await locks.files.run(user, async () => {
      for (const record of await records.moves.of(user)) {
        await this.#settle(record).catch((error: unknown) => {
          if (!isTaken(error)) {
            throw error;
          }
          // A move whose name is taken now waits, and holds up no other.
          log.error(
            { err: error, move: record.id },
            'A move of a folder could not be settled; it is tried again later'
          );
        });
      }
    });
  }

  users(): Promise<string[]> {
    return this.#deps.records.moves.users();
  }

  /** Check both names: a folder found there later was put there by us. */
  async #require({ user, kind, trash, ...move }: FolderMove): Promise<void> {
    const { records, volumes } = this.#deps;
    const { project, from, to } = move;
    const volume = volumes.of(user);
    if (kind === 'trash') {
      return;
    }
    const isThere =
      kind === 'rename'
        ? await volume.find(from)
        : (await volume.trashed()).some(({ id }) => id === trash);
    if (!isThere) {
      throw nothingThere(from);
    }
    const others = (await records.projects.of(user)).filter(
      ({ id }) => id !== project
    );
    const isTaken =
      others.some(({ name }) => name === to) ||
      (await volume.find(to)) !== undefined;
    if (isTaken) {
      throw new Failed(
        'project-exists',
        `A folder named "${to}" is there already.`,
        { field: 'name', values: { name: to } }
      );
    }
  }

  /** Settle a move as the volume shows it; true when the folder had moved. */
  async #settle(record: MoveRecord): Promise<boolean> {
    const moved = await this.#hasMoved(record);
    await (moved
      ? this.#record(record)
      : this.#deps.records.moves.remove(record.id));
    return moved;
  }

  async #hasMoved(move: MoveRecord): Promise<boolean> {
    const volume = this.#deps.volumes.of(move.user);
    if (move.kind === 'rename') {
      const before = await volume.find(move.from);
      return before === undefined && !!(await volume.find(move.to));
    }
    // The id is random: only our move can have put it there.
    const trashed = await volume.trashed();
    const isThere = trashed.some(({ id }) => id === move.trash);
    return move.kind === 'trash' ? isThere : !isThere;
  }

  #record(move: MoveRecord): Promise<void> {
    const { id, kind, project, trash, to } = move;
    return this.#deps.records.transaction(async records => {
      if (kind === 'trash' && trash !== null) {
        await putInTrash(records, move, trash);
      } else if (trash !== null) {
        await records.trash.remove(trash);
      }
      if (project !== null) {
        const name = kind === 'trash' && trash !== null ? inTrash(trash) : to;
        await records.projects.change(project, { name });
      }
      await records.moves.remove(id);
    });
  }
}

async function putInTrash(
  { trash, sizes }: Records,
  { user, project, from: name, begunAt: trashedAt }: MoveRecord,
  id: string
): Promise<void> {
  const size = project === null ? undefined : await sizes.of(project);
  const bytes = size?.bytes ?? null;
  await trash.insert({ id, user, project, name, bytes, trashedAt });
}
