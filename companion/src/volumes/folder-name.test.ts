import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderVolume } from './folder.ts';

const OWN = '.jupyterlab-projects';
let root: string;
let volume: FolderVolume;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'names-'));
  volume = new FolderVolume({ root });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const NASTY = [
  '-rf',
  'with space',
  '$(touch pwned)',
  "q'uote",
  'q"uote',
  'new\nline',
  'ünï',
  '{username}',
  '~',
  '*',
  'ä'.repeat(127)
];

test.each(NASTY)('the name %j is taken literally', async name => {
  await writeFile(join(await volume.prepare(name), 'file'), '');

  await volume.publish(name, name);

  expect((await volume.list()).map(folder => folder.name)).toEqual([name]);
  expect((await readdir(root)).sort()).toEqual([OWN, name].sort());
});

test.each([
  '',
  '.',
  '..',
  '../up',
  'a/b',
  '/etc',
  '.git',
  'a\0b',
  'x'.repeat(256),
  '\ud800'
])('the name %j is refused everywhere', async name => {
  await volume.prepare('op');
  const refused = { code: 'invalid-request' };

  await expect(volume.publish('op', name)).rejects.toMatchObject(refused);
  await expect(volume.find(name)).rejects.toMatchObject(refused);
  await expect(volume.prepare(name)).rejects.toMatchObject(refused);
  await expect(volume.discard(name)).rejects.toMatchObject(refused);
  expect(await readdir(join(root, OWN, 'partial'))).toEqual(['op']);
});
