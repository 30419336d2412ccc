import {
  lstat,
  mkdir,
  readdir,
  readFile,
  rm,
  writeFile
} from 'node:fs/promises';
import { join } from 'node:path';
import { LocalSite } from '../../testing/local-site.ts';
import { refreshLabextension } from './labextension.ts';

let site: LocalSite;
let share: string;
let copy: string;
beforeEach(async () => {
  site = await LocalSite.create();
  share = join(site.data, 'share');
  copy = join(share, 'labextensions', 'jupyterlab-projects');
});
afterEach(() => site.dispose());

const refresh = () => refreshLabextension(site.labextension, share);

const loaded = async () =>
  (
    JSON.parse(await readFile(join(copy, 'package.json'), 'utf8')) as {
      jupyterlab: { _build: { load: string } };
    }
  ).jupyterlab._build.load;

test('is copied, not linked', async () => {
  await refresh();

  expect((await lstat(copy)).isDirectory()).toBe(true);
  expect(await loaded()).toBe('static/remoteEntry.1.js');
  expect(await readdir(copy)).toEqual(['package.json', 'static']);
});

test('a new build is loaded from then on, and open pages find the old one', async () => {
  await refresh();
  await rm(site.labextension, { recursive: true });
  await site.writeLabextension('remoteEntry.2.js');

  await refresh();

  expect(await loaded()).toBe('static/remoteEntry.2.js');
  expect((await readdir(join(copy, 'static'))).sort()).toEqual([
    'remoteEntry.1.js',
    'remoteEntry.2.js'
  ]);
});

test('what is there already is not written again', async () => {
  await refresh();
  const before = await lstat(join(copy, 'package.json'));

  await refresh();

  const after = await lstat(join(copy, 'package.json'));
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
});

test('a copy that was cut off is mended', async () => {
  await refresh();
  await writeFile(join(copy, 'static', 'remoteEntry.1.js'), 'half');

  await refresh();

  const entry = await readFile(
    join(copy, 'static', 'remoteEntry.1.js'),
    'utf8'
  );
  expect(entry).toBe('');
});

test('a folder without a built labextension is said to be that', async () => {
  await rm(site.labextension, { recursive: true });
  await mkdir(site.labextension);

  await expect(refresh()).rejects.toThrow('The labextension is not built');
});
