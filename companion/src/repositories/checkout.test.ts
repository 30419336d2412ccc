import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Git } from './git.ts';
import { startGitServer } from '../testing/git-server.ts';
import type { GitServer } from '../testing/git-server.ts';
import { checkOutCommit, checkOutTop, clone } from './checkout.ts';
import type { Checkout } from './checkout.ts';
import { isEnvironmentFile } from '../builds/uv/environment-files.ts';

let server: GitServer;

beforeAll(async () => {
  server = await startGitServer();
});

afterAll(async () => {
  await server.close();
});

async function checkoutOf(
  name: string,
  commit: string,
  ref = 'main',
  url = `https://git.test/${name}`
): Promise<Checkout> {
  const cwd = await mkdtemp(join(tmpdir(), 'checkout-'));
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  return {
    cwd,
    git: new Git({ home, environment: process.env }),
    signal: new AbortController().signal,
    remote: { url: `${server.url}/${name}`, protocol: 'http' },
    source: { url, provider: 'git', spec: '', ref, commit }
  };
}

/** Files that decide what is built, however long they are. */
const DECIDING = { includes: isEnvironmentFile, limit: () => Infinity };

const git = async (folder: string, ...args: string[]) =>
  (await promisify(execFile)('git', ['-C', folder, ...args])).stdout.trim();

test('a clone names what was pasted, not where a redirect led', async () => {
  const commit = await server.create('moved', { a: '1' });
  const checkout = await checkoutOf('moved', commit);

  await clone(checkout);

  expect(await git(checkout.cwd, 'remote', '-v')).toBe(
    'origin\thttps://git.test/moved (fetch)\norigin\thttps://git.test/moved (push)'
  );
  expect(await git(checkout.cwd, 'status', '-sb')).toBe(
    '## main...origin/main'
  );
});

test('the branch stands at the commit that was resolved, also when it moved', async () => {
  const commit = await server.create('raced', { a: '1' });
  await server.commit('raced', { a: '2' });
  const checkout = await checkoutOf('raced', commit);

  await clone(checkout);

  expect(await git(checkout.cwd, 'rev-parse', 'HEAD')).toBe(commit);
  expect(await git(checkout.cwd, 'status', '-sb')).toBe(
    '## main...origin/main [behind 1]'
  );
});

test('a commit that no branch has any more is cloned all the same', async () => {
  await server.create('lost', { a: '1' });
  const commit = await server.commit('lost', { a: '2' });
  await server.git('lost', 'update-ref', 'refs/heads/main', 'main^');
  const checkout = await checkoutOf('lost', commit, commit);

  await clone(checkout);

  expect(await readFile(join(checkout.cwd, 'a'), 'utf8')).toBe('2');
  expect(await git(checkout.cwd, 'branch', '--show-current')).toBe('');
});

test('a branch is not mistaken for a tag of the same name', async () => {
  await server.create('twin', { a: 'tag' }, { tags: ['v1'] });
  const commit = await server.commit('twin', { a: 'branch' }, { branch: 'v1' });
  const checkout = await checkoutOf('twin', commit, 'v1');

  await clone(checkout);

  expect(await git(checkout.cwd, 'branch', '--show-current')).toBe('v1');
});

test('a look fetches the files that decide, and no other', async () => {
  const commit = await server.create('big', {
    'requirements.txt': 'six\n',
    'binder/postBuild': '#!/bin/sh\n',
    'data.bin': 'y',
    'deep/requirements.txt': 'x'
  });
  const checkout = await checkoutOf('big', commit);

  const paths = await checkOutTop(checkout, DECIDING);

  expect(paths).toEqual(['binder/postBuild', 'data.bin', 'requirements.txt']);
  expect((await readdir(checkout.cwd)).sort()).toEqual([
    '.git',
    'binder',
    'requirements.txt'
  ]);
  const missing = await git(
    checkout.cwd,
    ...['rev-list', '--objects', '--missing=print', commit]
  );
  expect(missing.match(/^\?/gm)).toHaveLength(2);
});

test('a look at what it does not have asks for all of it at once', async () => {
  const commit = await server.create('asked', {
    'requirements.txt': 'six\n',
    'pyproject.toml': '',
    'uv.lock': 'x',
    'runtime.txt': 'python-3.11'
  });
  const checkout = await checkoutOf('asked', commit);
  const before = server.requests.length;

  await checkOutTop(checkout, DECIDING);

  const packs = server.requests
    .slice(before)
    .filter(request => request.startsWith('POST'));
  // For the commit, and for the four files.
  expect(packs).toHaveLength(2);
});

test('a file that is too long is refused before it is unpacked', async () => {
  const commit = await server.create('long', {
    'requirements.txt': '#\n'.repeat(5_000_000)
  });
  const checkout = await checkoutOf('long', commit);

  await expect(
    checkOutTop(checkout, { ...DECIDING, limit: () => 1_000_000 })
  ).rejects.toMatchObject({
    code: 'unsupported-environment',
    options: { file: 'requirements.txt', values: { reason: 'size' } }
  });
  expect(await readdir(checkout.cwd)).toEqual(['.git']);
});

test('a build of a copy needs no history', async () => {
  await server.create('copy', { a: '1' });
  const commit = await server.commit('copy', { a: '2' });
  const checkout = await checkoutOf('copy', commit);

  await checkOutCommit(checkout);

  expect(await git(checkout.cwd, 'rev-list', '--count', 'HEAD')).toBe('1');
});

test('no hook and no setting of a repository or a machine runs', async () => {
  const commit = await server.create('hooked', { a: '1' });
  const checkout = await checkoutOf('hooked', commit);

  await clone(checkout);

  expect(await readdir(join(checkout.cwd, '.git'))).not.toContain('hooks');
  const { stdout } = await checkout.git.run(['config', '--list'], checkout);
  expect(stdout).toContain('http.followredirects=false');
  expect(stdout).not.toMatch(/^(user|alias|include)/m);
});

test('a server of plain files gives a branch with its whole history', async () => {
  const commit = await server.create('plain', { 'requirements.txt': 'numpy' });
  await server.git('plain', 'update-server-info');
  const files = await serveFiles(server.folder);
  const looked = await checkoutOf('plain', commit);
  const built = await checkoutOf('plain', commit);
  const url = `${files.url}/plain.git`;

  await checkOutTop({ ...looked, remote: { url, protocol: 'http' } }, DECIDING);
  await checkOutCommit({ ...built, remote: { url, protocol: 'http' } });

  for (const { cwd } of [looked, built]) {
    expect(await readFile(join(cwd, 'requirements.txt'), 'utf8')).toBe('numpy');
  }
  await files.close();
});

/** A web server that knows nothing of git. */
async function serveFiles(folder: string) {
  const files = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://files.test');
    createReadStream(join(folder, pathname))
      .on('error', () => response.writeHead(404).end())
      .pipe(response);
  }).listen(0, '127.0.0.1');
  await once(files, 'listening');
  const { port } = files.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: () => {
      files.closeAllConnections();
      return new Promise(resolve => files.close(resolve));
    }
  };
}
