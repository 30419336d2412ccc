import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGitServer } from '../testing/git-server.ts';
import type { GitServer } from '../testing/git-server.ts';
import { Git } from './git.ts';
import { Remotes } from './remotes.ts';

let server: GitServer;
let other: GitServer;

beforeAll(async () => {
  server = await startGitServer();
  other = await startGitServer();
  await server.create('demo', { a: '1' });
});

afterAll(async () => {
  await server.close();
  await other.close();
});

const never = new AbortController().signal;
const remotes = (
  allow: readonly string[],
  lookup: (host: string) => Promise<string[]> = () =>
    Promise.resolve(['127.0.0.1'])
) => new Remotes({ allow, lookup, timeoutMs: 30_000 });
const open = (path: string) =>
  remotes([`${server.url}/`]).open(server.url + path, never);

test('what answers is opened as it is', async () => {
  expect(await open('/demo')).toEqual({
    url: `${server.url}/demo`,
    protocol: 'http'
  });
});

test('a redirect within what is allowed is followed to its end', async () => {
  server.redirect('/old', '/older');
  server.redirect('/older', `${server.url}/demo`);

  expect((await open('/old')).url).toBe(`${server.url}/demo`);
});

test('a redirect to another port of loopback is refused, and not asked', async () => {
  await other.create('secret', { a: '1' });
  server.redirect('/leak', `${other.url}/secret`);

  await expect(open('/leak')).rejects.toMatchObject({
    code: 'source-not-allowed'
  });
  expect(other.requests).toEqual([]);
});

test('git by itself follows no redirect', async () => {
  const home = await mkdtemp(join(tmpdir(), 'remotes-'));
  const git = new Git({ home, environment: process.env });
  server.redirect('/hop', `${server.url}/demo`);

  await expect(
    git.refs({ url: `${server.url}/hop`, protocol: 'http' }, never)
  ).rejects.toThrow();
  await expect(
    git.refs({ url: `${server.url}/demo`, protocol: 'https' }, never)
  ).rejects.toThrow();
});

test.each(['http://169.254.169.254/x/info/refs', 'file:///etc/info/refs'])(
  'a redirect to %s is refused',
  async target => {
    server.fail('/evil', 302, { location: target });

    await expect(open('/evil')).rejects.toMatchObject({
      code: 'source-not-allowed'
    });
  }
);

test('a redirect to a page for signing in is no repository', async () => {
  server.fail('/private', 302, { location: '/users/sign_in' });

  await expect(open('/private')).rejects.toMatchObject({
    code: 'source-not-found'
  });
});

test('a redirect in a circle ends', async () => {
  server.redirect('/circle', '/circle');

  await expect(open('/circle')).rejects.toMatchObject({
    code: 'source-not-found'
  });
});

test.each([
  [401, 'source-not-found'],
  [404, 'source-not-found'],
  [429, 'network'],
  [503, 'network']
])('status %i is %s', async (status, code) => {
  server.fail('/broken', status);

  await expect(open('/broken')).rejects.toMatchObject({ code });
});

test('a host with one private address is refused before it is asked', async () => {
  const asked: string[] = [];
  const lookup = (host: string) => {
    asked.push(host);
    return Promise.resolve(['8.8.8.8', '127.0.0.1']);
  };

  await expect(
    remotes([], lookup).open('https://rebind.test/a', never)
  ).rejects.toMatchObject({ code: 'source-not-allowed' });
  expect(asked).toEqual(['rebind.test']);
});

test('what was resolved is what is connected to, also by git', async () => {
  const { port } = new URL(server.url);
  const url = `http://demo.test:${port}/demo`;
  let asked = 0;
  const lookup = () => Promise.resolve(asked++ === 0 ? ['127.0.0.1'] : []);
  const home = await mkdtemp(join(tmpdir(), 'remotes-'));
  const git = new Git({ home, environment: process.env });

  const remote = await remotes([`http://demo.test:${port}/`], lookup).open(
    url,
    never
  );

  expect(remote.pin).toBe(`demo.test:${port}:127.0.0.1`);
  expect((await git.refs(remote, never)).branches.size).toBe(1);
  expect(asked).toBe(1);
});

test('a host without an address is the network’s fault', async () => {
  const lookup = () =>
    Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));

  await expect(
    remotes([], lookup).open('https://nowhere.test/a', never)
  ).rejects.toMatchObject({
    code: 'network',
    options: { values: { host: 'nowhere.test' } }
  });
});

test('a server that never answers is given up', async () => {
  const release = server.hold('/deaf');
  const impatient = new Remotes({
    allow: [`${server.url}/`],
    lookup: () => Promise.resolve([]),
    timeoutMs: 50
  });

  await expect(
    impatient.open(`${server.url}/deaf`, never)
  ).rejects.toMatchObject({ code: 'network' });
  release();
});
