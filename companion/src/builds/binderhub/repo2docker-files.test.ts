import { repo2dockerFiles } from './repo2docker-files.ts';

test('every file that repo2docker reads is named', () => {
  const { files, notHonoured } = repo2dockerFiles([
    'README.md',
    'apt.txt',
    'environment.yml',
    'install.R',
    'postBuild',
    'requirements.txt',
    'runtime.txt',
    'setup.py'
  ]);

  expect(files).toEqual([
    'environment.yml',
    'install.R',
    'requirements.txt',
    'runtime.txt',
    'apt.txt',
    'postBuild',
    'setup.py'
  ]);
  expect(notHonoured).toEqual([]);
});

test.each([
  [['binder/', '.binder/', ''], 'binder/'],
  [['.binder/', ''], '.binder/'],
  [[''], '']
])('of %j only one place is read', (places, read) => {
  const paths = places.map(place => `${place}requirements.txt`);

  expect(repo2dockerFiles(paths).files).toEqual([`${read}requirements.txt`]);
});

test('a Dockerfile decides alone, and what is beside it is said', () => {
  const looked = repo2dockerFiles(['Dockerfile', 'apt.txt', 'setup.py']);

  expect(looked.files).toEqual(['Dockerfile']);
  expect(looked.notHonoured.map(({ file }) => file)).toEqual([
    'apt.txt',
    'setup.py'
  ]);
});

test('a repository without any such file is built, too', () => {
  expect(repo2dockerFiles(['notes.ipynb'])).toEqual({
    files: [],
    notHonoured: []
  });
});
