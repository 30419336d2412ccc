import { environmentFiles, isEnvironmentFile } from './environment-files.ts';

test('what is read comes first, and what is beside it is named', () => {
  const files = environmentFiles([
    'README.md',
    'apt.txt',
    'environment.yml',
    'postBuild',
    'requirements.txt',
    'runtime.txt'
  ]);

  expect(files).toMatchObject({
    prefix: '',
    files: ['requirements.txt', 'runtime.txt', 'postBuild'],
    unsupported: false
  });
  expect(files.notHonoured.map(({ file }) => file)).toEqual([
    'environment.yml',
    'apt.txt'
  ]);
});

test('binder/ is read instead of the top, and before .binder/', () => {
  const files = environmentFiles([
    'requirements.txt',
    'Dockerfile',
    '.binder/environment.yml',
    'binder/requirements.txt',
    'binder/postBuild'
  ]);

  expect(files).toEqual({
    prefix: 'binder/',
    files: ['binder/requirements.txt', 'binder/postBuild'],
    notHonoured: [],
    unsupported: false
  });
});

test.each([
  ['environment.yml'],
  ['Dockerfile'],
  ['install.R'],
  ['Project.toml'],
  ['binder/environment.yml', 'requirements.txt'],
  ['environment.yml', 'postBuild', 'apt.txt']
])('%s (%s) alone is not supported', (...paths) => {
  expect(environmentFiles(paths).unsupported).toBe(true);
});

test('no such file at all is the default environment', () => {
  expect(environmentFiles(['README.md', 'apt.txt'])).toMatchObject({
    files: [],
    unsupported: false
  });
});

test('every file that is read is one that a preview fetches', () => {
  expect(
    ['requirements.txt', 'binder/uv.lock', '.binder/runtime.txt'].every(
      isEnvironmentFile
    )
  ).toBe(true);
  expect(isEnvironmentFile('data.csv')).toBe(false);
});
