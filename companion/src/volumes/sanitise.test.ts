import { execFile } from 'node:child_process';
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  rename,
  rm,
  symlink,
  writeFile
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FolderVolume } from './folder.ts';
import { below, sanitise } from './sanitise.ts';

let root: string;
let volume: FolderVolume;
let partial: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sanitise-'));
  volume = new FolderVolume({ root });
  partial = await volume.prepare('op');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const modeOf = async (path: string) => (await lstat(path)).mode & 0o7777;
const pipe = (path: string) => promisify(execFile)('mkfifo', [path]);

test('a published program runs as nobody but who starts it', async () => {
  await mkdir(join(partial, 'bin\n'));
  const program = join(partial, 'bin\n', '-sudo');
  await writeFile(program, '');
  await chmod(program, 0o6755);
  await writeFile(join(partial, 'secret'), '');
  await chmod(join(partial, 'secret'), 0o4000);

  await volume.publish('op', 'ocean');

  expect(await modeOf(join(root, 'ocean', 'bin\n', '-sudo'))).toBe(0o755);
  expect(await modeOf(join(root, 'ocean', 'secret'))).toBe(0);
});

test('links stay links, and nothing is changed through them', async () => {
  const outside = join(root, 'outside');
  await writeFile(outside, '');
  await chmod(outside, 0o4755);
  await symlink('../outside', join(partial, 'up'));
  await symlink('/nowhere', join(partial, 'dangling'));
  await writeFile(join(partial, 'one'), '');
  await link(join(partial, 'one'), join(partial, 'two'));

  await volume.publish('op', 'ocean');

  expect(await modeOf(outside)).toBe(0o4755);
  expect(await readlink(join(root, 'ocean', 'up'))).toBe('../outside');
  expect((await lstat(join(root, 'ocean', 'two'))).nlink).toBe(2);
});

test('a pipe is refused by name, and nothing is published', async () => {
  await mkdir(join(partial, 'run'));
  await pipe(join(partial, 'run', 'queue'));

  await expect(volume.publish('op', 'ocean')).rejects.toMatchObject({
    code: 'unsupported-environment',
    options: { values: { file: 'run/queue' } }
  });

  expect(await volume.find('ocean')).toBeUndefined();
});

test('a socket is refused, and left out of a copy of what is there', async () => {
  await mkdir(join(root, 'ocean'));
  await writeFile(join(root, 'ocean', 'work.txt'), 'mine');
  const server = createServer();
  await new Promise<void>(resolve => {
    server.listen(join(root, 'ocean', 'S.agent'), resolve);
  });

  try {
    await volume.duplicate('ocean', 'ocean-2', 'copy');
    expect(await readdir(join(root, 'ocean-2'))).toEqual(['work.txt']);
    expect(await readdir(join(root, 'ocean'))).toHaveLength(2);
  } finally {
    server.close();
  }
});

test('of thousands of programs none keeps its bits', async () => {
  const names = Array.from(
    { length: 3000 },
    (_, n) => `${String(n)}-${'x'.repeat(60)}`
  );
  for (const name of names) {
    await writeFile(join(partial, name), '', { mode: 0o755 });
    await chmod(join(partial, name), 0o4755);
  }

  await sanitise(partial, 'refuse');

  const modes = await Promise.all(names.map(n => modeOf(join(partial, n))));
  expect(new Set(modes)).toEqual(new Set([0o755]));
});

test('a folder that was swapped for a link leads nowhere', async () => {
  await mkdir(join(partial, 'bin'));
  await writeFile(join(partial, 'bin', 'tool'), '');
  await mkdir(join(root, 'victim'));
  await writeFile(join(root, 'victim', 'tool'), '');
  const seen: number[] = [];
  const look = async (path: string) => {
    seen.push((await lstat(path)).ino);
  };

  await below(partial, ['bin', 'tool'], async path => {
    // `below` looked it up before, and it is still the same file.
    await rename(join(partial, 'bin'), join(partial, 'aside'));
    await symlink(join(root, 'victim'), join(partial, 'bin'));
    await look(path);
  });
  await below(partial, ['bin', 'tool'], look);

  const { ino } = await lstat(join(partial, 'aside', 'tool'));
  expect(seen).toEqual([ino]);
});
