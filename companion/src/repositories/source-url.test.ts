import fc from 'fast-check';
import { parseSource, sourceKey, sourceSpec } from './source-url.ts';

/** Match any error with this code. */
const failure = (code: string): Error =>
  expect.objectContaining({ code }) as Error;

const policy = {
  base: 'https://github.com',
  allow: ['http://127.0.0.1:3000/', 'file:///srv/git']
};
const parsed = (pasted: string, ref?: string) =>
  parseSource(pasted, ref, policy);

const GITHUB = {
  url: 'https://github.com/ada/demo',
  provider: 'gh',
  repository: 'ada/demo'
};

test.each([
  'ada/demo',
  '  ada/demo/ ',
  'github.com/ada/demo',
  'https://github.com/ada/demo',
  'https://github.com/ada/demo/',
  'https://github.com/ada/demo.git',
  'https://GitHub.com/ada/demo#readme',
  'https://www.github.com/ada/demo?tab=readme-ov-file',
  'https://github.com//ada/demo/issues/3',
  'git@github.com:ada/demo.git'
])('%j is the repository', pasted => {
  expect(parsed(pasted)).toEqual(GITHUB);
});

test.each([
  ['https://github.com/ada/demo/tree/main', 'main'],
  ['https://github.com/ada/demo/tree/foo/main/docs/', 'foo/main/docs'],
  ['https://github.com/ada/demo/blob/main/a%20b.ipynb', 'main/a b.ipynb'],
  ['https://github.com/ada/demo/releases/tag/v1.0', 'v1.0'],
  ['https://github.com/ada/demo/commit/0123abc', '0123abc'],
  ['ada/demo/tree/main', 'main']
])('%s keeps what may be a ref', (pasted, tail) => {
  expect(parsed(pasted)).toEqual({ ...GITHUB, tail });
});

test('a GitLab project may lie in groups of groups', () => {
  expect(parsed('https://gitlab.com/a/b/demo/-/tree/dev/x')).toEqual({
    url: 'https://gitlab.com/a/b/demo',
    provider: 'gl',
    repository: 'a/b/demo',
    tail: 'dev/x'
  });
});

test.each([
  ['https://git.test/demo.git', 'https://git.test/demo.git'],
  ['http://127.0.0.1:3000/a/demo/', 'http://127.0.0.1:3000/a/demo'],
  ['file:///srv/git/demo', 'file:///srv/git/demo']
])('%s is a plain git repository', (pasted, url) => {
  expect(parsed(pasted)).toEqual({ url, provider: 'git', repository: url });
});

test('the base of owner/repo is the site’s', () => {
  const site = { ...policy, base: 'http://127.0.0.1:3000/' };
  expect(parseSource('ada/demo', 'dev', site)).toEqual({
    url: 'http://127.0.0.1:3000/ada/demo',
    provider: 'git',
    repository: 'http://127.0.0.1:3000/ada/demo',
    ref: 'dev'
  });
});

test.each([
  [
    'https://hub.test/v2/gh/ada/demo/foo/main?urlpath=lab',
    'gh',
    'ada/demo',
    'foo/main'
  ],
  ['https://hub.test/v2/gh/ada/demo/HEAD', 'gh', 'ada/demo', undefined],
  ['https://hub.test/v2/gl/a%2Fb%2Fdemo/main', 'gl', 'a/b/demo', 'main'],
  [
    'https://hub.test/v2/git/https%3A%2F%2Fgit.test%2Fdemo/v1',
    'git',
    'https://git.test/demo',
    'v1'
  ]
])('%s names the repository behind it', (link, provider, repository, ref) => {
  expect(parsed(link)).toMatchObject({ provider, repository });
  expect(parsed(link).ref).toBe(ref);
});

test.each([
  'demo',
  'https://',
  'https://github.com/',
  'https://github.com/ada',
  'https://github.com/ada/.git',
  'https://github.com/ada/..git',
  'https://github.com/ada/%2e..git',
  'not a link',
  'https://github.com/ada/de\nmo',
  '-oProxyCommand=x/y',
  '--upload-pack=touch /tmp/x',
  '--upload-pack=x/y',
  'ext::sh -c touch% /tmp/x',
  'ext::sh/x',
  'https://github.com/ada/demo/tree/%E0%A4%A',
  'javascript:alert(1)',
  '../../etc/passwd',
  '/etc/passwd',
  'C:\\repo'
])('%j is no link to a repository', pasted => {
  expect(() => parsed(pasted)).toThrow(failure('invalid-request'));
});

test.each([
  ['ssh://git@host.test/a/b', 'invalid-request'],
  ['ssh://host.test/a/b', 'source-not-allowed'],
  ['git://host.test/a/b', 'source-not-allowed'],
  ['http://host.test/a/b', 'source-not-allowed'],
  ['file:///etc/passwd', 'source-not-allowed'],
  ['file:///srv/git/../secret', 'source-not-allowed'],
  ['ext://host/a', 'source-not-allowed'],
  ['https://hub.test/v2/git/file%3A%2F%2F%2Fetc/x', 'source-not-allowed'],
  ['10.5281/zenodo.3247652', 'source-not-allowed'],
  ['https://doi.org/10.5281/zenodo.3247652', 'source-not-allowed']
])('%s is refused as %s', (pasted, code) => {
  expect(() => parsed(pasted)).toThrow(failure(code));
});

test.each([
  'https://ada:s3cret@github.com/ada/demo',
  'https://s3cret@github.com/ada/demo',
  'https://hub.test/v2/git/https%3A%2F%2Fada%3As3cret%40git.test%2Fdemo/main'
])('a password in a link is refused and never repeated', pasted => {
  let thrown: unknown;
  try {
    parsed(pasted);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({
    code: 'invalid-request',
    options: { values: { reason: 'credentials' } }
  });
  expect(JSON.stringify(thrown) + String(thrown)).not.toContain('s3cret');
});

test.each(['-x', '--upload-pack=x', 'a..b', 'a b', '@{u}', 'a.lock', 'a^'])(
  'the ref %j is refused',
  ref => {
    expect(() => parsed('ada/demo', ref)).toThrow(failure('invalid-request'));
  }
);

test.each([
  ['https://github.com/Ada/Demo', 'https://github.com/ada/demo.git', true],
  ['https://git.test/a', 'https://git.test/a.git/', true],
  ['https://git.test/a', 'https://git.test/A', false],
  ['https://git.test/a', 'http://git.test/a', false],
  ['https://git.test/a', 'https://git.test:81/a', false]
])('%s and %s: the same source is %s', (one, other, same) => {
  expect(sourceKey(one) === sourceKey(other)).toBe(same);
});

test('specs are BinderHub’s', () => {
  expect(sourceSpec(parsed('ada/demo'), 'foo/main')).toBe('ada/demo/foo/main');
  expect(sourceSpec(parsed('https://gitlab.com/a/b/demo'), 'main')).toBe(
    'a%2Fb%2Fdemo/main'
  );
  expect(sourceSpec(parsed('https://git.test/demo'), 'v1')).toBe(
    'https%3A%2F%2Fgit.test%2Fdemo/v1'
  );
});

test('whatever is pasted, what comes out is an allowed URL or a refusal', () => {
  const pieces = fc.constantFrom(
    ...['https://', 'http://127.0.0.1:3000', 'ext::', '-', '..', '/', '@'],
    ...[':', 'tree/', '%2f', '%00', 'git', '.git', 'ada', '?', '#', '\\', '\n']
  );
  const text = fc.oneof(
    fc.string(),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.array(pieces, { maxLength: 12 }).map(parts => parts.join(''))
  );
  fc.assert(
    fc.property(text, pasted => {
      let source;
      try {
        source = parsed(pasted);
      } catch (error) {
        expect(error).toMatchObject({
          code: expect.stringMatching(
            /^(invalid-request|source-not-allowed)$/
          ) as string
        });
        return;
      }
      expect(source.url).toMatch(/^(https:\/\/|http:\/\/127\.0\.0\.1:3000\/)/);
      expect(source.url).not.toMatch(/[@?#\s].*\/\/|^-/);
      expect(parsed(source.url).url).toBe(source.url);
      expect(sourceKey(source.url)).toBe(sourceKey(`${source.url}/`));
    }),
    {
      numRuns: 1000,
      examples: [['tree/.git/tree/'], ['tree/..git'], ['ada/demo.git.git']]
    }
  );
});
