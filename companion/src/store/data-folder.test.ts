import { mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolder } from './data-folder.ts';

const newPath = async () =>
  join(await mkdtemp(join(tmpdir(), 'data-')), 'projects');

test('nobody else reads what is in it', async () => {
  const folder = new DataFolder(await newPath());
  const store = folder.open();
  folder.announce('http://127.0.0.1:1/');

  expect((await stat(folder.path)).mode & 0o777).toBe(0o700);
  const { mode } = await stat(join(folder.state, 'companion.json'));
  expect(mode & 0o777).toBe(0o600);
  await store.destroy();
});

test('a second companion is told where the first one is', async () => {
  const path = await newPath();
  const first = new DataFolder(path);
  const store = first.open();
  first.announce('http://127.0.0.1:1234/services/projects/');

  expect(() => new DataFolder(path).open()).toThrow(
    'at http://127.0.0.1:1234/services/projects/'
  );
  await store.destroy();
});

test('one that was killed is in nobody’s way', async () => {
  const path = await newPath();
  const first = new DataFolder(path);
  const store = first.open();
  first.announce('http://127.0.0.1:1234/');
  await store.selectFrom('settings').selectAll().execute();
  await store.destroy();

  expect(() => new DataFolder(path).open()).not.toThrow();
});

test('a folder that cannot be used is named, and what to do', async () => {
  const path = await newPath();
  await writeFile(path, '');

  expect(() => new DataFolder(path).open()).toThrow(
    `The data folder ${path} cannot be used: a file has that name. Choose another with --data.`
  );
});
