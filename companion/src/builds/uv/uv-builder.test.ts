import { execFile } from 'node:child_process';
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startGitServer } from '../../testing/git-server.ts';
import type { GitServer } from '../../testing/git-server.ts';
import { UvBench } from '../../testing/uv-bench.ts';
import { environmentPaths } from './environment-paths.ts';

let server: GitServer;
let bench: UvBench;

beforeAll(async () => {
  server = await startGitServer();
});

beforeEach(async () => {
  bench = await UvBench.open(server);
});

afterEach(async () => {
  await bench.close();
});

afterAll(async () => {
  await server.close();
});

const git = async (folder: string, ...args: string[]) =>
  (await promisify(execFile)('git', ['-C', folder, ...args])).stdout.trim();

test('a repository becomes a clone and an environment of its own', async () => {
  await server.create('a/demo', { 'requirements.txt': 'iniconfig\n', n: '1' });
  const commit = await server.commit('a/demo', { n: '2' });

  const { id, built, phases, log } = await bench.build('a/demo');

  expect(built).toMatchObject({ image: id, filled: true });
  expect(phases).toEqual([
    'fetching',
    'resolving packages',
    'installing packages'
  ]);
  expect(log).toContain('+ iniconfig==');
  expect(await bench.builder.available(id)).toBe(true);
  expect(await bench.python(id, 'import iniconfig, pip; print(1)')).toBe('1');
  const folder = bench.partial(id);
  expect(await readFile(join(folder, 'n'), 'utf8')).toBe('2');
  expect(await git(folder, 'status', '--porcelain', '--branch')).toBe(
    '## main...origin/main'
  );
  expect(await git(folder, 'remote', 'get-url', 'origin')).toBe(
    `${server.url}/a/demo`
  );
  expect(await git(folder, 'rev-list', 'HEAD')).toMatch(`${commit}\n`);
});

test('the same requirements are resolved once, and their files are links', async () => {
  const files = { 'requirements.txt': 'iniconfig>=2\n' };
  await server.create('b/one', files);
  await server.create('b/two', files);

  expect(await bench.inspect('b/two')).toEqual({
    files: ['requirements.txt'],
    packages: 1,
    notHonoured: [],
    cached: false
  });
  expect((await bench.build('b/one')).log).toContain(', resolved.');
  expect(await bench.inspect('b/two')).toMatchObject({ cached: true });
  const { id, log } = await bench.build('b/two');

  expect(log).toContain('as resolved before');
  const file = await bench.python(
    id,
    'import iniconfig; print(iniconfig.__file__)'
  );
  expect((await stat(file)).nlink).toBeGreaterThan(1);
});

test('a rebuild works on a copy and touches no folder', async () => {
  await server.create('c/demo', { 'requirements.txt': 'iniconfig\n' });

  const { id, built } = await bench.build('c/demo', { fill: false });

  expect(built.filled).toBe(false);
  expect(await bench.left()).toEqual([id]);
});

test('a tag is checked out as it is, without a branch', async () => {
  const commit = await server.create(
    'd/demo',
    { a: '1' },
    { annotatedTags: ['v1'] }
  );
  await server.commit('d/demo', { a: '2' });

  const { id } = await bench.build('d/demo', { ref: 'v1' });

  expect(await git(bench.partial(id), 'rev-parse', 'HEAD')).toBe(commit);
  expect(await git(bench.partial(id), 'branch', '--show-current')).toBe('');
});

test('what moves on after it was resolved does not change the build', async () => {
  const commit = await server.create('e/demo', { a: '1' });
  const { source } = await bench.sources.resolve('e/demo');
  await server.commit('e/demo', { a: '2' });
  const report = {
    phase: () => undefined,
    queued: () => undefined,
    log: () => undefined
  };

  await bench.builder.build(
    { id: 'exact', source, folder: 'demo', fill: true },
    report,
    new AbortController().signal
  );

  expect(await git(bench.partial('exact'), 'rev-parse', 'HEAD')).toBe(commit);
  expect(await git(bench.partial('exact'), 'branch', '--show-current')).toBe(
    'main'
  );
});

test('what cannot be built is refused by the preview', async () => {
  await server.create('n/conda', { 'environment.yml': 'name: x\n' });
  await server.create('n/python', { 'runtime.txt': 'python-3.2\n' });

  await expect(bench.inspect('n/conda')).rejects.toMatchObject({
    code: 'unsupported-environment',
    options: { file: 'environment.yml' }
  });
  await expect(bench.inspect('n/python')).rejects.toMatchObject({
    code: 'unsupported-environment',
    message:
      'runtime.txt asks for Python 3.2, which is not installed on this machine.',
    options: { values: { python: '3.2' } }
  });
  expect(await bench.left()).toEqual([]);
});

test('a preview names what is not used, and fetches no data', async () => {
  await server.create('o/demo', {
    'apt.txt': 'graphviz\n',
    'requirements.txt': 'iniconfig\nsix\n',
    'data.bin': 'x'.repeat(1000)
  });

  expect(await bench.inspect('o/demo')).toMatchObject({
    files: ['requirements.txt'],
    packages: 2,
    notHonoured: [{ file: 'apt.txt' }]
  });
});

test('only environments that nobody refers to are collected', async () => {
  await server.create('p/demo', { a: '1' });
  const kept = await bench.build('p/demo', { fill: false });
  const fresh = await bench.build('p/demo', { fill: false });

  await bench.builder.collect(new Set([kept.id]));
  expect(await bench.builder.available(fresh.id)).toBe(true);

  await bench.builder.collect(new Set([kept.id, fresh.id]));
  await bench.builder.collect(new Set([kept.id]));
  expect(await readdir(join(bench.data, 'environments'))).toEqual([kept.id]);
  expect(await bench.builder.available(kept.id)).toBe(true);

  await bench.builder.collect(new Set());
  expect(await bench.builder.available(kept.id)).toBe(false);
});

test('a half environment of before a crash is not available, and is replaced', async () => {
  await server.create('q/demo', { a: '1' });
  const { id } = await bench.build('q/demo', { fill: false });
  const { marker } = environmentPaths(bench.data, id);
  await rm(marker);
  expect(await bench.builder.available(id)).toBe(false);
  const { source } = await bench.sources.resolve('q/demo');
  const report = {
    phase: () => undefined,
    queued: () => undefined,
    log: () => undefined
  };

  await bench.builder.build(
    { id, source, folder: 'demo', fill: false },
    report,
    new AbortController().signal
  );

  expect(await bench.builder.available(id)).toBe(true);
});

test('an image is never a path', async () => {
  expect(await bench.builder.available('../environments')).toBe(false);
});
