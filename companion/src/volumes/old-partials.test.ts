import {
  mkdir,
  mkdtemp,
  readdir,
  rm,
  symlink,
  utimes,
  writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeOldPartials } from './old-partials.ts';

const HOUR = 60 * 60_000;
let root: string;
let own: string;
let partial: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'partials-'));
  own = join(root, '.jupyterlab-projects');
  partial = join(own, 'partial');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function copied(operation: string): Promise<void> {
  const folder = join(partial, operation, 'data');
  await mkdir(folder, { recursive: true, mode: 0o500 });
  // `cp -a` leaves the times of the image.
  await utimes(join(partial, operation), 0, 0);
}

const after = (hours: number) => Date.now() + hours * HOUR;

test('what is older than a day is removed, and nothing younger', async () => {
  await copied('fill-1');
  await removeOldPartials(root, after(23));
  expect(await readdir(partial)).toEqual(['fill-1']);
  await removeOldPartials(root, after(25));
  expect(await readdir(partial)).toEqual([]);
});

test('what a move of outside files left is kept', async () => {
  await copied('gathered');
  await copied('writing');
  await mkdir(join(own, 'moves'));
  await writeFile(join(own, 'moves', 'gathered.json'), '{}');
  await writeFile(join(own, 'moves', 'writing.json.new'), '');
  await removeOldPartials(root, after(25));
  expect((await readdir(partial)).sort()).toEqual(['gathered', 'writing']);
});

test('nothing behind a link is looked at', async () => {
  const mine = join(root, 'penguins', 'data');
  await mkdir(mine, { recursive: true });
  await mkdir(own);
  await symlink(join(root, 'penguins'), partial);
  await expect(removeOldPartials(root, after(25))).rejects.toThrow(
    'is not a folder'
  );
  expect(await readdir(join(root, 'penguins'))).toEqual(['data']);
});

test('a volume without a folder of ours is left alone', async () => {
  await removeOldPartials(root, after(25));
  expect(await readdir(root)).toEqual([]);
});
