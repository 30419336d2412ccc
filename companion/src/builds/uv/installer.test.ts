import { execFile } from 'node:child_process';
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

test('a version that does not exist is told with the newest and its line', async () => {
  await server.create('i/demo', {
    'requirements.txt': '# tools\niniconfig==99.9\n'
  });

  await expect(bench.build('i/demo')).rejects.toMatchObject({
    code: 'requirement-not-found',
    options: {
      file: 'requirements.txt',
      line: 2,
      values: {
        package: 'iniconfig',
        version: '99.9',
        newest: expect.stringMatching(/^\d+\.\d+/) as string
      }
    }
  });
  expect(await bench.left()).toEqual([]);
});

test('a password in a requirement is in no log', async () => {
  const address = server.url.replace('//', '//ada:s3cret@');
  await server.create('j/demo', {
    'requirements.txt': `demo @ ${address}/none/demo-1.0-py3-none-any.whl\n`
  });
  let failure: unknown;

  await bench.build('j/demo').catch((error: unknown) => {
    failure = error;
  });

  const { options, message, code } = failure as Record<string, unknown>;
  expect(code).toBeDefined();
  expect(bench.log.join('')).not.toBe('');
  expect(JSON.stringify([bench.log, options, message])).not.toContain('s3cret');
});

const PACKAGE = {
  'pyproject.toml':
    '[project]\nname = "demo-package"\nversion = "1.0"\ndependencies = ["iniconfig"]\n[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n',
  'src/demo_package/__init__.py': 'HERE = __file__\n'
};
const HERE = 'import demo_package; print(demo_package.HERE)';

test('a repository that is a package is installed, and stays as it was', async () => {
  await server.create('k/demo', PACKAGE);

  const { id } = await bench.build('k/demo');

  const { folder } = environmentPaths(bench.data, id);
  expect(await bench.python(id, HERE)).toMatch(folder);
  expect(await git(bench.partial(id), 'status', '--porcelain')).toBe('');
});

test('an editable install is one of the folder that the project will have', async () => {
  await server.create('l/demo', { ...PACKAGE, 'requirements.txt': '-e .\n' });

  for (const fill of [true, false]) {
    const { id } = await bench.build('l/demo', { fill });
    if (fill) {
      await bench.volume.publish(id, 'demo');
    }
    expect(await bench.python(id, HERE)).toBe(
      join(bench.volume.root, 'demo/src/demo_package/__init__.py')
    );
  }
});

test('a uv.lock is installed as it is', async () => {
  await server.create('m/demo', {
    'pyproject.toml':
      '[project]\nname = "demo"\nversion = "1.0"\nrequires-python = ">=3.9"\ndependencies = ["iniconfig"]\n',
    'uv.lock':
      'version = 1\nrevision = 2\nrequires-python = ">=3.9"\n\n[[package]]\nname = "demo"\nversion = "1.0"\nsource = { virtual = "." }\ndependencies = [{ name = "iniconfig" }]\n\n[package.metadata]\nrequires-dist = [{ name = "iniconfig" }]\n\n[[package]]\nname = "iniconfig"\nversion = "2.0.0"\nsource = { registry = "https://pypi.org/simple" }\n'
  });

  const { id } = await bench.build('m/demo');

  expect(
    await bench.python(
      id,
      'import importlib.metadata as m; print(m.version("iniconfig"))'
    )
  ).toBe('2.0.0');
});
