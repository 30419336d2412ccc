import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { Failed } from '../errors.ts';
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
  const db = new DatabaseSync(path, { timeout: 0 });
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
    if (String(cause).includes('database is locked')) {
      throw new Failed(
        'unavailable',
        'Another companion has this store open.',
        {
          cause
        }
      );
    }
    throw cause;
  }
  return new Kysely<Tables>({
    dialect: new SqliteDialect({ database: new NodeSqlite(db) })
  });
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
