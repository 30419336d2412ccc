import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderVolume } from './folder.ts';

const OWN = '.jupyterlab-projects';
let root: string;
let volume: FolderVolume;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'volume-'));
  volume = new FolderVolume({ root });
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Prepare a partial folder with one file. */
async function prepared(operation: string, content = operation) {
  const partial = await volume.prepare(operation);
  await writeFile(join(partial, 'file'), content);
}

const partials = () => readdir(join(root, OWN, 'partial'));

test('lists folders, links and files by name, without following links', async () => {
  await mkdir(join(root, 'penguins'));
  await mkdir(join(root, '.hidden'));
  await mkdir(join(root, OWN));
  await writeFile(join(root, 'notes.txt'), '');
  await symlink('/', join(root, 'everything'));
  await symlink('/nowhere', join(root, 'dangling'));

  const folders = await volume.list();

  expect(folders.map(({ name, kind }) => [name, kind])).toEqual([
    ['dangling', 'link'],
    ['everything', 'link'],
    ['notes.txt', 'file'],
    ['penguins', 'folder']
  ]);
});

test('finds an entry as it is, and nothing where nothing is', async () => {
  await symlink(root, join(root, 'loop'));

  expect(await volume.find('loop')).toMatchObject({ kind: 'link' });
  expect(await volume.find('missing')).toBeUndefined();
});

test('a published folder is whole, and no longer partial', async () => {
  await prepared('op');

  await volume.publish('op', 'penguins');

  expect(await readFile(join(root, 'penguins', 'file'), 'utf8')).toBe('op');
  expect(await partials()).toEqual([]);
});

test('a second preparation of an operation begins empty', async () => {
  await prepared('op');

  const partial = await volume.prepare('op');

  expect(await readdir(partial)).toEqual([]);
});

test('what is ours is for nobody else to read', async () => {
  await volume.prepare('op');

  expect((await lstat(join(root, OWN))).mode & 0o777).toBe(0o700);
});

test.each([
  ['an empty folder', (path: string) => mkdir(path)],
  ['a file', (path: string) => writeFile(path, 'mine')],
  ['a link to a folder', (path: string) => symlink(tmpdir(), path)],
  ['a dangling link', (path: string) => symlink('/nowhere', path)]
])('%s of that name is not touched by a publish', async (_, make) => {
  const path = join(root, 'penguins');
  await make(path);
  const before = await lstat(path);
  await prepared('op');

  await expect(volume.publish('op', 'penguins')).rejects.toMatchObject({
    code: 'project-exists'
  });

  const after = await lstat(path);
  expect([after.ino, after.mode]).toEqual([before.ino, before.mode]);
  expect(await partials()).toEqual(['op']);
});

test('of many publishes at once one wins and the others can be discarded', async () => {
  const operations = Array.from({ length: 8 }, (_, n) => `op${String(n)}`);
  await Promise.all(operations.map(operation => prepared(operation)));

  const results = await Promise.allSettled(
    operations.map(operation => volume.publish(operation, 'penguins'))
  );

  const won = results.flatMap((result, n) =>
    result.status === 'fulfilled' ? [operations[n]] : []
  );
  expect(won).toHaveLength(1);
  expect(await readdir(join(root, 'penguins'))).toEqual(['file']);
  expect(await readFile(join(root, 'penguins', 'file'), 'utf8')).toBe(won[0]);
  const codes = results.flatMap(result =>
    result.status === 'rejected'
      ? [(result.reason as { code: string }).code]
      : []
  );
  expect(new Set(codes)).toEqual(new Set(['project-exists']));
  await Promise.all(operations.map(operation => volume.discard(operation)));
  expect(await partials()).toEqual([]);
});

test('two publishes of empty folders do not replace each other', async () => {
  await Promise.all([volume.prepare('one'), volume.prepare('two')]);

  const results = await Promise.allSettled([
    volume.publish('one', 'empty'),
    volume.publish('two', 'empty')
  ]);

  expect(results.map(result => result.status).sort()).toEqual([
    'fulfilled',
    'rejected'
  ]);
});

/** A script that publishes one folder of twenty files after another. */
const PUBLISHER = `
  const [file, root] = process.argv.slice(1);
  const { FolderVolume } = await import(file);
  const { writeFile } = await import('node:fs/promises');
  const volume = new FolderVolume({ root });
  for (let n = 0; ; n++) {
    const partial = await volume.prepare('op' + n);
    for (let i = 0; i < 20; i++) await writeFile(partial + '/' + i, 'whole');
    const published = volume.publish('op' + n, 'project' + n);
    if (n === 3) console.log('go');
    await published;
  }`;

test('a companion that is killed leaves only whole folders to be seen', async () => {
  const file = join(__dirname, 'folder.ts');
  const options = ['--input-type=module', '--eval', PUBLISHER, file, root];
  const publisher = spawn(process.execPath, options);
  await once(publisher.stdout, 'data');
  publisher.kill('SIGKILL');
  await once(publisher, 'exit');

  const folders = await volume.list();
  expect(folders.length).toBeGreaterThanOrEqual(3);
  for (const { name } of folders) {
    expect(await readdir(join(root, name))).toHaveLength(20);
  }
  await Promise.all((await partials()).map(op => volume.discard(op)));
  expect(await partials()).toEqual([]);
});

test('our own folder is never made through a link', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'));
  await symlink(elsewhere, join(root, OWN));

  await expect(volume.prepare('op')).rejects.toMatchObject({
    code: 'volume-unavailable'
  });
  expect(await readdir(elsewhere)).toEqual([]);
  await rm(elsewhere, { recursive: true });
});

test('a partial folder that became a link is not published', async () => {
  await rm(await volume.prepare('op'), { recursive: true });
  await symlink('/', join(root, OWN, 'partial', 'op'));

  await expect(volume.publish('op', 'penguins')).rejects.toMatchObject({
    code: 'volume-unavailable'
  });
});

test('discards what is not there, and folders that are read-only', async () => {
  await volume.discard('never');
  const partial = await volume.prepare('op');
  await mkdir(join(partial, 'cache'));
  await writeFile(join(partial, 'cache', 'file'), '');
  await chmod(join(partial, 'cache'), 0o555);

  await volume.discard('op');

  expect(await partials()).toEqual([]);
});

test('a root that went away is said to be unavailable', async () => {
  await rm(root, { recursive: true });
  const gone = { code: 'volume-unavailable' };

  await expect(volume.list()).rejects.toMatchObject(gone);
  await expect(volume.usage()).rejects.toMatchObject(gone);
});

test('knows how full the file system is', async () => {
  const { bytes, capacity } = await volume.usage();

  expect(bytes).toBeGreaterThan(0);
  expect(capacity).toBeGreaterThan(bytes!);
});
