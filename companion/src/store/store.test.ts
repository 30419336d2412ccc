import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from './store.ts';

const newPath = async () =>
  join(await mkdtemp(join(tmpdir(), 'store-')), 'store.sqlite');

test('what was written is there after a restart', async () => {
  const path = await newPath();
  const first = openStore(path);
  await first
    .insertInto('settings')
    .values({ key: 'port', value: '1' })
    .execute();
  await first.destroy();

  const second = openStore(path);
  const row = await second
    .selectFrom('settings')
    .selectAll()
    .executeTakeFirst();
  await second.destroy();

  expect(row).toEqual({ key: 'port', value: '1' });
});

test('a second companion on the same store is refused', async () => {
  const path = await newPath();
  const first = openStore(path);

  expect(() => openStore(path)).toThrow(
    'Another companion has this store open.'
  );
  await first.destroy();
});

test('a file that is no store is told with its path, and left as it is', async () => {
  const path = await newPath();
  await writeFile(path, 'Not a store, but somebody wrote it.'.repeat(100));

  expect(() => openStore(path)).toThrow(
    `The store ${path} cannot be opened: file is not a database. Put back a copy`
  );
  expect(await readFile(path, 'utf8')).toMatch(/^Not a store/);
});

test('a store in no folder is told as well', () => {
  expect(() => openStore('/nowhere/store.sqlite')).toThrow(
    'The store /nowhere/store.sqlite cannot be opened: unable to open database file.'
  );
});

test('a user has at most one switch under way', async () => {
  const store = openStore(':memory:');
  const row = (id: string, ended_at: string | null) => ({
    id,
    user: 'ada',
    project: 'p',
    phase: 'waiting',
    state_json: '{}',
    ticket_hash: '',
    started_at: '2026-01-01T00:00:00.000Z',
    ended_at
  });
  const insert = (id: string, ended: string | null) =>
    store.insertInto('switches').values(row(id, ended)).execute();

  await insert('one', '2026-01-01T00:00:01.000Z');
  await insert('two', null);

  await expect(insert('three', null)).rejects.toThrow(/UNIQUE/);
  await store.destroy();
});
