import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { Failed } from '../base/errors.ts';
import { MIGRATIONS } from './migrations.ts';
import { NodeSqlite } from './node-sqlite.ts';
import type { Tables } from './schema.ts';

export type Store = Kysely<Tables>;

/**
 * Open the store at `path` (`:memory:` for tests) and bring it up to date.
 * The database file stays locked by this process, so that a second companion on
 * the same store fails with `unavailable` at once; the lock dies with us.
 */
export function openStore(path: string): Store {
  const db = database(path);
  try {
    db.exec(`
      pragma locking_mode = exclusive;
      pragma journal_mode = wal;
      pragma synchronous = full;
      pragma foreign_keys = on;
      begin immediate;
      commit;
    `);
    migrate(db);
  } catch (cause) {
    db.close();
    throw notOpened(path, cause);
  }
  return new Kysely<Tables>({
    dialect: new SqliteDialect({ database: new NodeSqlite(db) })
  });
}

function database(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 0 });
  } catch (cause) {
    throw notOpened(path, cause);
  }
}

function notOpened(path: string, cause: unknown): Failed {
  if (cause instanceof Failed) {
    return cause;
  }
  const said = String(cause).replace(/^Error: /, '');
  const detail = said.includes('database is locked')
    ? 'Another companion has this store open.'
    : `The store ${path} cannot be opened: ${said}. Put back a copy of it, or choose another folder with --data.`;
  return new Failed('unavailable', detail, { cause });
}

function migrate(db: DatabaseSync): void {
  const row = db.prepare('pragma user_version').get();
  const done = Number(row?.user_version ?? 0);
  if (done > MIGRATIONS.length) {
    throw new Failed(
      'unavailable',
      'This store was written by a newer version. Update, or use another folder.'
    );
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index >= done) {
      db.exec(
        `begin; ${sql}; pragma user_version = ${String(index + 1)}; commit;`
      );
    }
  }
}
