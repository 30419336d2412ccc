import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderVolume } from './folder.ts';
import { removeOldPartials } from './old-partials.ts';

const OWN = '.jupyterlab-projects';
let root: string;
let volume: FolderVolume;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'outside-'));
  volume = new FolderVolume({ root });
  await writeFile(join(root, 'thesis.ipynb'), '{}');
  await writeFile(join(root, '.bashrc'), '');
  await mkdir(join(root, '.config'));
  await symlink('thesis.ipynb', join(root, '.latest'));
  for (const name of ['penguins', '.user', 'lost+found', OWN]) {
    await mkdir(join(root, name));
  }
});
afterEach(() => rm(root, { recursive: true, force: true }));

const HOME = ['.bashrc', '.config', '.latest', 'thesis.ipynb'];
const outside = async () =>
  (await volume.outside()).map(({ name }) => name).sort();
/** List the root without our own folder. */
const entries = async () =>
  (await readdir(root)).filter(name => name !== OWN).sort();

test('files of a plain home are outside projects; ours are not', async () => {
  expect(await outside()).toEqual(HOME);
  expect((await volume.list()).map(({ name }) => name)).toEqual([
    'penguins',
    'thesis.ipynb'
  ]);
});

test('they move into a new project together, and back', async () => {
  const before = await entries();

  await volume.gather(HOME, 'old-home', 'op');

  expect(await outside()).toEqual([]);
  expect((await readdir(join(root, 'old-home'))).sort()).toEqual(HOME);
  expect(await readdir(join(root, OWN, 'partial'))).toEqual([]);
  expect(await volume.scatter('op')).toBe('old-home');
  expect(await entries()).toEqual(before);
  await expect(volume.scatter('op')).rejects.toMatchObject({
    code: 'not-found'
  });
});

test('what was added to the project stays in it', async () => {
  await volume.gather(['thesis.ipynb'], 'old-home', 'op');
  await writeFile(join(root, 'old-home', 'new.txt'), '');

  await volume.scatter('op');

  expect(await readdir(join(root, 'old-home'))).toEqual(['new.txt']);
  expect(await readFile(join(root, 'thesis.ipynb'), 'utf8')).toBe('{}');
});

test('a name that is taken again keeps all from moving back', async () => {
  await volume.gather(HOME, 'old-home', 'op');
  await writeFile(join(root, 'thesis.ipynb'), 'newer');

  await expect(volume.scatter('op')).rejects.toMatchObject({
    code: 'project-exists'
  });

  expect(await readFile(join(root, 'thesis.ipynb'), 'utf8')).toBe('newer');
  expect((await readdir(join(root, 'old-home'))).sort()).toEqual(HOME);
});

test.each([
  ['nothing', [], 'invalid-request'],
  ['what is ours', [OWN], 'invalid-request'],
  ['what is the person’s', ['.user'], 'invalid-request'],
  ['a path', ['../etc'], 'invalid-request'],
  ['what is not there', ['thesis.ipynb', 'none'], 'not-found']
])('%s is not moved, nor anything with it', async (_, names, code) => {
  const before = await entries();

  await expect(volume.gather(names, 'new', 'op')).rejects.toMatchObject({
    code
  });

  expect(await entries()).toEqual(before);
});

test('a folder of that name is not touched', async () => {
  await expect(volume.gather(HOME, 'penguins', 'op')).rejects.toMatchObject({
    code: 'project-exists'
  });
  expect(await outside()).toEqual(HOME);
});

/** Leave the volume as a crash does after so many steps of a move of `HOME`. */
async function crashed(moved: number, published: boolean): Promise<void> {
  const own = (...parts: string[]) => join(root, OWN, ...parts);
  await mkdir(own('moves'));
  await mkdir(own('partial', 'op'), { recursive: true });
  const journal = { names: HOME, folder: 'old-home', state: 'gathering' };
  await writeFile(own('moves', 'op.json'), JSON.stringify(journal));
  for (const name of HOME.slice(0, moved)) {
    await rename(join(root, name), own('partial', 'op', name));
  }
  if (published) {
    await rename(own('partial', 'op'), join(root, 'old-home'));
  }
}

test.each([0, 1, 2, 3, 4])(
  'a crash after %i renames is undone at the next use',
  async moved => {
    const before = await entries();
    await crashed(moved, false);

    expect(await outside()).toEqual(HOME);

    expect(await entries()).toEqual(before);
    expect(await readdir(join(root, OWN, 'partial'))).toEqual([]);
    expect(await readdir(join(root, OWN, 'moves'))).toEqual([]);
  }
);

test('what finds its name taken after a crash goes back when it is free', async () => {
  await crashed(4, false);
  await writeFile(join(root, 'thesis.ipynb'), 'newer');
  await outside();
  await removeOldPartials(root, Date.now() + 48 * 60 * 60_000);
  expect(await readdir(join(root, OWN, 'partial', 'op'))).toEqual([
    'thesis.ipynb'
  ]);

  await rm(join(root, 'thesis.ipynb'));
  await outside();

  expect(await readFile(join(root, 'thesis.ipynb'), 'utf8')).toBe('{}');
  expect(await readdir(join(root, OWN, 'moves'))).toEqual([]);
});

test('a crash after the last rename is a move, and can be undone', async () => {
  await crashed(4, true);

  expect(await outside()).toEqual([]);

  await volume.scatter('op');
  expect(await outside()).toEqual(HOME);
});

test('a look beside a move does not undo it', async () => {
  const names = Array.from({ length: 100 }, (_, n) => `data-${String(n)}`);
  for (const name of names) {
    await writeFile(join(root, name), '');
  }
  const over = new AbortController();
  const moved = volume.gather(names, 'data', 'op').finally(() => {
    over.abort();
  });
  while (!over.signal.aborted) {
    await volume.outside();
  }
  await moved;

  expect((await readdir(join(root, 'data'))).sort()).toEqual(names.sort());
  expect(await volume.scatter('op')).toBe('data');
});
