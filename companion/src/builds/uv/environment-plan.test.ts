import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readPlan } from './environment-plan.ts';

async function folderOf(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plan-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

const { signal } = new AbortController();
const planOf = async (files: Record<string, string>) =>
  readPlan(await folderOf(files), signal);

const BUILD = '[build-system]\nrequires = ["setuptools"]\n';

test('dependencies are counted over all files, each with its line', async () => {
  const plan = await planOf({
    'requirements.txt': 'six\n',
    'pyproject.toml':
      '[project]\nname = "demo"\ndependencies = [\n  "numpy>=1",\n]\n'
  });

  expect(plan.requirements).toEqual([
    { name: 'six', specifier: '', line: 1, file: 'requirements.txt' },
    { name: 'numpy', specifier: '>=1', line: 4, file: 'pyproject.toml' }
  ]);
});

test.each([
  ['setup.py', { 'setup.py': '' }, true],
  ['a build system', { 'pyproject.toml': BUILD }, true],
  ['only settings of tools', { 'pyproject.toml': '[tool.x]\na = 1\n' }, false],
  ['a project without one', { 'pyproject.toml': '[project]\n' }, false],
  [
    'a package that uv shall not build',
    { 'pyproject.toml': `${BUILD}[tool.uv]\npackage = false\n` },
    false
  ],
  ['binder/ beside it', { 'setup.py': '', 'binder/apt.txt': '' }, false]
])('%s: the repository installs itself is %s', async (_, files, itself) => {
  const plan = await planOf(files);
  expect([plan.installsItself, plan.byCommit]).toEqual([itself, itself]);
});

test.each([
  ['python-3.10\n', '3.10'],
  ['python-3.10.4', '3.10.4'],
  ['3.12', '3.12']
])('runtime.txt %j asks for %s', async (text, request) => {
  expect((await planOf({ 'runtime.txt': text })).python).toEqual({
    request,
    file: 'runtime.txt'
  });
});

test('runtime.txt comes before .python-version, and that before a range', async () => {
  const files = {
    '.python-version': '# ours\n3.11\n',
    'pyproject.toml': '[project]\nrequires-python = ">= 3.9"\n'
  };

  expect((await planOf(files)).python?.request).toBe('3.11');
  expect(
    (await planOf({ ...files, '.python-version': '' })).python?.request
  ).toBe('>=3.9');
});

test.each([
  ['r-4.1-2023-01-01', 'runtime'],
  ['--version', 'runtime']
])('runtime.txt %j is refused', async (text, reason) => {
  await expect(planOf({ 'runtime.txt': text })).rejects.toMatchObject({
    code: 'unsupported-environment',
    options: { file: 'runtime.txt', values: { reason } }
  });
});

test('what only conda could build is refused with its file', async () => {
  await expect(planOf({ 'environment.yml': '' })).rejects.toMatchObject({
    code: 'unsupported-environment',
    options: { file: 'environment.yml' }
  });
});

test('a pinned JupyterLab 3 is refused with its line', async () => {
  await expect(
    planOf({ 'requirements.txt': 'six\nJupyterLab==3.6.8\n' })
  ).rejects.toMatchObject({
    code: 'unsupported-environment',
    options: {
      file: 'requirements.txt',
      line: 2,
      values: { package: 'jupyterlab', version: '==3.6.8' }
    }
  });
});

test('a pyproject.toml that is none is refused with its line', async () => {
  await expect(
    planOf({ 'pyproject.toml': '[project]\nname = \n' })
  ).rejects.toMatchObject({
    code: 'unsupported-environment',
    options: { file: 'pyproject.toml', line: 2 }
  });
  await expect(
    planOf({ 'pyproject.toml': '[project]\ndependencies = "six"\n' })
  ).rejects.toMatchObject({
    options: { values: { key: 'project.dependencies' } }
  });
});

test('a link that leaves the repository is not read', async () => {
  const secret = join(await folderOf({ secret: 'six\n' }), 'secret');
  const folder = await folderOf({});
  await symlink(secret, join(folder, 'requirements.txt'));

  expect(await readPlan(folder, signal)).toMatchObject({
    requirements: [],
    files: [],
    notHonoured: [{ file: 'requirements.txt' }]
  });
});

test.each([
  ['requirements.txt', '#\n'.repeat(600_000)],
  ['pyproject.toml', '#\n'.repeat(600_000)],
  ['runtime.txt', '#\n'.repeat(600_000)],
  ['uv.lock', '#\n'.repeat(6_000_000)]
])('a %s that nobody wrote by hand is refused', async (name, text) => {
  await expect(planOf({ 'setup.py': '', [name]: text })).rejects.toMatchObject({
    code: 'unsupported-environment',
    options: { file: name, values: { reason: 'size' } }
  });
});

test('what is no plain file is not read', async () => {
  const folder = await folderOf({ 'setup.py': '' });
  await mkdir(join(folder, 'requirements.txt'));
  await symlink('/dev/zero', join(folder, 'uv.lock'));

  expect([...(await readPlan(folder, signal)).texts]).toEqual([]);
});

test('many dependencies are found on their lines in one go', async () => {
  const names = Array.from({ length: 50_000 }, (_, index) => {
    return `"package-${String(index)}",`;
  });
  const plan = await planOf({
    'pyproject.toml': `[project]\ndependencies = [\n${names.join('\n')}\n]\n`
  });

  expect(plan.requirements.at(-1)).toMatchObject({
    name: 'package-49999',
    line: 50_002
  });
}, 20_000);
