import { buildPath } from './build-spec.ts';

const COMMIT = 'a'.repeat(40);

const path = (provider: string, url: string, commit = COMMIT) =>
  buildPath({ provider, url, commit, spec: '', ref: 'foo/main' });

test.each([
  ['gh', 'https://github.com/ada/ocean', 'gh/ada/ocean'],
  ['gh', 'https://github.com/ada/ocean.git', 'gh/ada/ocean'],
  ['gl', 'https://gitlab.com/group/sub/project', 'gl/group%2Fsub%2Fproject'],
  [
    'git',
    'http://git.test:3000/ada/o%20cean.git',
    'git/http%3A%2F%2Fgit.test%3A3000%2Fada%2Fo%2520cean.git'
  ],
  ['gist', 'https://gist.github.com/ada/0123abcd', 'gist/ada/0123abcd']
])('%s: %s is asked for by its commit', (provider, url, spec) => {
  expect(path(provider, url)).toBe(`build/${spec}/${COMMIT}`);
});

test('a branch is never asked for', () => {
  expect(() => path('git', 'https://git.test/a', 'main')).toThrow('commit');
});

test('other sources than git repositories are refused', () => {
  expect(() => path('zenodo', 'https://doi.org/10.5281/zenodo.1')).toThrow(
    'git repositories only'
  );
});
