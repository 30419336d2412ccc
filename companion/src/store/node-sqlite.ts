import type { DatabaseSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** `node:sqlite` in the shape that Kysely's SQLite dialect asks for. */
export class NodeSqlite implements SqliteDatabase {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  close(): void {
    this.#db.close();
  }

  prepare(sql: string): SqliteStatement {
    const statement = this.#db.prepare(sql);
    type Values = Parameters<typeof statement.all>;
    return {
      reader: statement.columns().length > 0,
      all: parameters => statement.all(...(parameters as Values)),
      run: parameters => statement.run(...(parameters as Values)),
      iterate: parameters =>
        statement.iterate(
          ...(parameters as Values)
        ) as IterableIterator<unknown>
    };
  }
}
