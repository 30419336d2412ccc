import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGitServer } from '../testing/git-server.ts';
import type { GitServer } from '../testing/git-server.ts';
import { Git } from './git.ts';
import { Remotes } from './remotes.ts';
import { Sources } from './sources.ts';

let server: GitServer;
let scratch: string;

beforeAll(async () => {
  server = await startGitServer();
  scratch = await mkdtemp(join(tmpdir(), 'sources-'));
});

afterAll(async () => {
  await server.close();
});

const sources = (allow: readonly string[] = [`${server.url}/`]) =>
  new Sources({
    policy: { base: `${server.url}/base`, allow },
    remotes: new Remotes({
      allow,
      lookup: () => Promise.resolve(['127.0.0.1']),
      timeoutMs: 30_000
    }),
    git: new Git({ home: scratch, environment: process.env }),
    scratch
  });

test('a repository is its default branch’s commit', async () => {
  const commit = await server.create(
    'Plain-Demo',
    { a: '1' },
    { branch: 'trunk' }
  );

  expect(await sources().resolve(`${server.url}/Plain-Demo`)).toEqual({
    source: {
      url: `${server.url}/Plain-Demo`,
      provider: 'git',
      spec: `${encodeURIComponent(`${server.url}/Plain-Demo`)}/trunk`,
      ref: 'trunk',
      commit
    },
    defaultRef: 'trunk',
    refs: ['trunk'],
    title: 'Plain-Demo',
    name: 'plain-demo'
  });
});

describe('of a repository with branches and tags', () => {
  let first: string;
  let second: string;
  let slashed: string;
  const resolve = (path: string, ref?: string) =>
    sources().resolve(`${server.url}/refs${path}`, ref);

  beforeAll(async () => {
    first = await server.create(
      'refs',
      { a: '1' },
      { tags: ['v1.9'], annotatedTags: ['v1.10'] }
    );
    second = await server.commit('refs', { a: '2' });
    slashed = await server.commit('refs', { a: '3' }, { branch: 'foo/main' });
  });

  test('refs are listed, branches first, the latest tag before older ones', async () => {
    expect((await resolve('')).refs).toEqual([
      'main',
      'foo/main',
      'v1.10',
      'v1.9'
    ]);
  });

  test('the branch foo/main is never taken for main', async () => {
    expect((await resolve('/tree/foo/main')).source).toMatchObject({
      ref: 'foo/main',
      commit: slashed
    });
    expect((await resolve('', 'foo/main')).source.commit).toBe(slashed);
    expect((await resolve('/tree/main')).source.commit).toBe(second);
  });

  test('an annotated tag means its commit', async () => {
    expect((await resolve('', 'v1.10')).source.commit).toBe(first);
  });

  test('a commit that no ref names is fetched from the server', async () => {
    expect((await resolve('', first.toUpperCase())).source).toMatchObject({
      ref: first,
      commit: first
    });
    const old = await server.commit('refs', { a: '4' }, { branch: 'gone' });
    await server.git('refs', 'update-ref', '-d', 'refs/heads/gone');
    expect((await resolve(`/commit/${old}`)).source.commit).toBe(old);
    expect(await readdir(scratch)).toEqual([]);
  });

  test('a short commit is found where a ref names it, else refused', async () => {
    expect((await resolve('', slashed.slice(0, 7))).source.commit).toBe(
      slashed
    );
    await expect(resolve('', 'abcdef0')).rejects.toThrow('all 40 digits');
  });

  test.each(['v9', 'a'.repeat(40), 'foo'])('%s is no ref of it', async ref => {
    await expect(resolve('', ref)).rejects.toMatchObject({
      code: 'ref-not-found',
      options: { values: { ref, default: 'main' } }
    });
  });

  test('a tree or blob is no commit', async () => {
    const tree = await server.git('refs', 'rev-parse', 'main^{tree}');
    await expect(resolve('', tree)).rejects.toMatchObject({
      code: 'ref-not-found'
    });
  });

  test('a path inside the repository is refused with a sentence', async () => {
    await expect(resolve('/tree/foo/main/docs/a')).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringContaining('points at docs/a') as string,
      options: { values: { reason: 'path', path: 'docs/a' } }
    });
  });
});

test('owner/repo is below the base of the site', async () => {
  await server.create('base/ada/demo', { a: '1' });

  const { source } = await sources().resolve('ada/demo');

  expect(source.url).toBe(`${server.url}/base/ada/demo`);
});

test('a HEAD without a branch falls back to a branch that is there', async () => {
  await server.create('headless', { a: '1' });
  await server.git('headless', 'symbolic-ref', 'HEAD', 'refs/heads/never');

  expect((await sources().resolve(`${server.url}/headless`)).source.ref).toBe(
    'main'
  );
});

test('a missing repository is told by its name', async () => {
  await expect(
    sources().resolve(`${server.url}/missing`)
  ).rejects.toMatchObject({
    code: 'source-not-found',
    options: {
      field: 'source',
      values: { repository: `${server.url}/missing` }
    }
  });
});

test('an empty repository is told from a missing one', async () => {
  await server.create('empty');

  await expect(sources().resolve(`${server.url}/empty`)).rejects.toMatchObject({
    code: 'source-empty'
  });
});

test('a repository in a folder is read where the site allows it', async () => {
  const commit = await server.create('local', { a: '1' });
  const url = `file://${server.folder}/local.git`;

  expect(
    (await sources([`file://${server.folder}`]).resolve(url)).source
  ).toMatchObject({ url, commit });
  await expect(sources().resolve(url)).rejects.toMatchObject({
    code: 'source-not-allowed'
  });
});

test('what is beside a folder that the site allows cannot be named through it', async () => {
  await server.create('allowed/open', { a: '1' });
  await server.create('secret/x', { a: '1' });
  const allowed = `file://${server.folder}/allowed/`;
  const asked = sources([allowed]);

  await expect(
    asked.resolve(`${allowed}..%2fsecret/x.git`)
  ).rejects.toMatchObject({ code: 'source-not-allowed' });
  expect((await asked.resolve(`${allowed}open.git`)).refs).toEqual(['main']);
});

test('a folder that is no repository is a missing one', async () => {
  await expect(
    sources(['file:///']).resolve(`file://${scratch}`)
  ).rejects.toMatchObject({ code: 'source-not-found' });
});

test('an abort ends the question', async () => {
  await server.create('slow', { a: '1' });
  const release = server.hold('/slow');
  const abort = new AbortController();
  const question = sources().resolve(
    `${server.url}/slow`,
    undefined,
    abort.signal
  );
  abort.abort(new Error('cancelled'));

  await expect(question).rejects.toThrow('cancelled');
  release();
});
