import { execFile } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FolderVolume } from './folder.ts';

const OWN = '.jupyterlab-projects';
let root: string;
let volume: FolderVolume;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'trash-'));
  volume = new FolderVolume({ root });
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function folder(name: string): Promise<void> {
  await mkdir(join(root, name));
  await writeFile(join(root, name, 'work.txt'), 'mine');
}

const names = async () => (await volume.list()).map(({ name }) => name);

test('a deleted folder is in the trash as it was, and comes back', async () => {
  await folder('ocean');
  const { ino } = await lstat(join(root, 'ocean'));

  await volume.trash('ocean', 'id1', 'what was said');

  expect(await names()).toEqual([]);
  expect(await volume.trashed()).toEqual([
    {
      id: 'id1',
      manifest: 'what was said',
      changedAt: expect.stringMatching(/^20.*Z$/) as string
    }
  ]);
  await volume.restore('id1', 'ocean');
  expect(await volume.trashed()).toEqual([]);
  expect((await lstat(join(root, 'ocean'))).ino).toBe(ino);
  expect(await readdir(join(root, OWN, 'manifests'))).toEqual([]);
});

test('a restore replaces nothing', async () => {
  await folder('ocean');
  await volume.trash('ocean', 'id1', '');
  await mkdir(join(root, 'ocean'));

  await expect(volume.restore('id1', 'ocean')).rejects.toMatchObject({
    code: 'project-exists'
  });
  await volume.restore('id1', 'ocean-2');

  expect(await names()).toEqual(['ocean', 'ocean-2']);
  expect(await readdir(join(root, 'ocean'))).toEqual([]);
});

test('what is not there is neither deleted nor restored', async () => {
  const nothing = { code: 'not-found' };
  await expect(volume.trash('ocean', 'id1', '')).rejects.toMatchObject(nothing);
  await expect(volume.restore('id1', 'a')).rejects.toMatchObject(nothing);
  expect(await volume.trashed()).toEqual([]);
  await volume.purge('id1');
});

test('a link is deleted, not what it leads to', async () => {
  await folder('ocean');
  await symlink(join(root, 'ocean'), join(root, 'link'));

  await volume.trash('link', 'id1', '');
  await volume.purge('id1');
  await volume.sweep();

  expect(await names()).toEqual(['ocean']);
  expect(await readFile(join(root, 'ocean', 'work.txt'), 'utf8')).toBe('mine');
});

test('what is purged is gone at once, and its bytes after a sweep', async () => {
  await folder('ocean');
  await mkdir(join(root, 'ocean', 'cache'));
  await symlink('/etc', join(root, 'ocean', 'cache', 'etc'));
  await chmod(join(root, 'ocean', 'cache'), 0o555);
  await volume.trash('ocean', 'id1', '');

  await volume.purge('id1');

  expect(await volume.trashed()).toEqual([]);
  expect(await readdir(join(root, OWN, 'purged'))).toEqual(['id1']);
  await volume.sweep();
  expect(await readdir(join(root, OWN, 'purged'))).toEqual([]);
  expect((await lstat('/etc')).isDirectory()).toBe(true);
});

test('a sweep can be ended, and goes on the next time', async () => {
  await folder('ocean');
  await volume.trash('ocean', 'id1', '');
  await volume.purge('id1');

  await expect(volume.sweep(AbortSignal.abort())).rejects.toMatchObject({
    code: 'interrupted'
  });

  expect(await readdir(join(root, OWN, 'purged'))).toEqual(['id1']);
});

test.each([
  '-rf',
  'with space',
  '$(touch pwned)',
  'new\nline',
  'ünï',
  '…',
  'ä'.repeat(127)
])('a folder named %j can be deleted and restored', async name => {
  await folder(name);

  await volume.trash(name, 'id1', '');
  expect(await names()).toEqual([]);
  await volume.restore('id1', name);

  expect(await names()).toEqual([name]);
  expect(await readdir(join(root, name))).toEqual(['work.txt']);
});

test.each([OWN, '.user', 'lost+found', '..', 'a/b'])(
  '%s is nobody’s to delete',
  async name => {
    await expect(volume.trash(name, 'id1', '')).rejects.toMatchObject({
      code: 'invalid-request'
    });
  }
);

test('a name that is not UTF-8 is listed as one that nothing can ask for', async () => {
  await mkdir(Buffer.from(`${root}/caf\xe9`, 'latin1'));

  expect(await volume.list()).toMatchObject([
    { name: 'caf\ufffd', kind: 'unsupported' }
  ]);
});

test('a manifest that became a link or far too long is not read', async () => {
  await folder('ocean');
  await volume.trash('ocean', 'id1', 'ours');
  const manifest = join(root, OWN, 'manifests', 'id1.json');
  await rm(manifest);
  await symlink('/etc/passwd', manifest);
  expect(await volume.trashed()).toMatchObject([{ manifest: null }]);
  expect(await readlink(manifest)).toBe('/etc/passwd');

  await rm(manifest);
  await writeFile(manifest, 'x'.repeat(20_000));
  expect(await volume.trashed()).toMatchObject([{ manifest: null }]);
});

/** Mount a file system of one megabyte; false where we may not. */
async function smallDisk(path: string): Promise<boolean> {
  const args = ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path];
  return promisify(execFile)('mount', args).then(
    () => true,
    () => false
  );
}

test('a full disk can be tidied: deleting needs no space', async () => {
  if (!(await smallDisk(root))) {
    return;
  }
  try {
    await volume.prepare('op');
    await folder('ocean');
    await writeFile(join(root, 'big'), Buffer.alloc(2 ** 21)).catch(() => null);

    await volume.trash('ocean', 'id1', 'x'.repeat(9000));
    expect(await volume.trashed()).toMatchObject([
      { id: 'id1', manifest: null }
    ]);
    await volume.trash('big', 'id2', '');
    await volume.purge('id2');
    await volume.sweep();

    await volume.restore('id1', 'ocean');
    expect(await readdir(join(root, 'ocean'))).toEqual(['work.txt']);
  } finally {
    await promisify(execFile)('umount', ['-l', root]);
  }
});
