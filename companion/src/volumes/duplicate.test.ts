import {
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  rm,
  symlink,
  writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderVolume } from './folder.ts';

let root: string;
let volume: FolderVolume;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'duplicate-'));
  volume = new FolderVolume({ root });
  await mkdir(join(root, 'ocean'));
  await writeFile(join(root, 'ocean', 'data'), Buffer.alloc(100_000, 1));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const partials = () => readdir(join(root, '.jupyterlab-projects', 'partial'));

test('a copy has everything, hidden files and links as they are', async () => {
  await writeFile(join(root, 'ocean', '.env'), 'A=1');
  await symlink('/etc/passwd', join(root, 'ocean', 'link'));

  await volume.duplicate('ocean', '-copy', 'op');

  expect((await readdir(join(root, '-copy'))).sort()).toEqual([
    '.env',
    'data',
    'link'
  ]);
  expect(await readlink(join(root, '-copy', 'link'))).toBe('/etc/passwd');
  expect(await partials()).toEqual([]);
});

test('a copy replaces nothing, and is not made of a link', async () => {
  await mkdir(join(root, 'taken'));
  await symlink('/etc', join(root, 'link'));

  await expect(volume.duplicate('ocean', 'taken', 'op')).rejects.toMatchObject({
    code: 'project-exists'
  });
  await expect(volume.duplicate('link', 'copy', 'op')).rejects.toMatchObject({
    code: 'volume-unavailable'
  });

  expect(await readdir(join(root, 'taken'))).toEqual([]);
  expect(await volume.find('copy')).toBeUndefined();
});

test('nothing is left of a copy that was ended', async () => {
  await volume.prepare('before');
  const stop = new AbortController();
  const prepare = volume.prepare.bind(volume);
  volume.prepare = async operation => {
    const partial = await prepare(operation);
    stop.abort();
    return partial;
  };
  const copying = volume.duplicate('ocean', 'copy', 'op', stop.signal);

  await expect(copying).rejects.toMatchObject({ code: 'interrupted' });

  expect(await partials()).toEqual(['before']);
  expect(await volume.find('copy')).toBeUndefined();
});

test('a folder is measured as it is on the disk, each file once', async () => {
  await symlink('/', join(root, 'ocean', 'everything'));
  const alone = await volume.measure({ in: 'root', name: 'ocean' });
  await link(join(root, 'ocean', 'data'), join(root, 'ocean', 'again'));
  const linked = await volume.measure({ in: 'root', name: 'ocean' });

  expect(alone.bytes).toBeGreaterThanOrEqual(100_000);
  expect(alone.bytes).toBeLessThan(200_000);
  expect(linked).toEqual(alone);
  expect(alone.files).toBe(3);
});

test('what is being filled can be measured; what is not there cannot', async () => {
  const partial = await volume.prepare('op');
  await writeFile(join(partial, 'half'), Buffer.alloc(50_000, 1));

  const { bytes } = await volume.measure({ in: 'partial', name: 'op' });

  expect(bytes).toBeGreaterThanOrEqual(50_000);
  await expect(
    volume.measure({ in: 'trash', name: 'none' })
  ).rejects.toMatchObject({ code: 'not-found' });
});

test('a renamed folder is the same folder, and replaces nothing', async () => {
  const { ino } = await lstat(join(root, 'ocean'));
  await mkdir(join(root, 'taken'));

  await volume.rename('ocean', 'sea');

  expect((await lstat(join(root, 'sea'))).ino).toBe(ino);
  await expect(volume.rename('sea', 'taken')).rejects.toMatchObject({
    code: 'project-exists'
  });
  await expect(volume.rename('ocean', 'x')).rejects.toMatchObject({
    code: 'not-found'
  });
});
