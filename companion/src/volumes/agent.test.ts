import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAgent } from './agent.ts';
import { AgentClient } from './agent-client.ts';
import { FolderVolume } from './folder.ts';
import { HomeWatch } from './home-watch.ts';

const SECRET = 'a secret of this launch';
let root: string;
let volume: FolderVolume;
let server: Server;
let client: AgentClient;
const logged: string[] = [];

const urlOf = (listening: { address(): unknown }) =>
  `http://127.0.0.1:${String((listening.address() as AddressInfo).port)}`;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'agent-'));
  volume = new FolderVolume({ root });
  const watch = new HomeWatch({ root, home: join(root, 'ocean') });
  const log = (line: string) => logged.push(line);
  server = createAgent({ volume, watch, secret: SECRET, log });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = clientOf(urlOf(server));
  await mkdir(join(root, 'ocean'));
  await writeFile(join(root, 'ocean', 'work.txt'), 'mine');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  logged.splice(0);
  await rm(root, { recursive: true, force: true });
});

function clientOf(url: string, secret = SECRET, quickMs = 20_000): AgentClient {
  const connect = () => Promise.resolve({ url, secret });
  return new AgentClient({ root: '/projects', connect, times: { quickMs } });
}

const ask = (path: string, init: RequestInit = {}, secret = SECRET) =>
  fetch(`${urlOf(server)}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}` },
    ...init
  });

test('the volume is the same over HTTP', async () => {
  expect(await client.list()).toEqual(await volume.list());
  expect(await client.find('ocean')).toMatchObject({ kind: 'folder' });
  expect(await client.find('none')).toBeUndefined();
  expect(await client.usage()).toMatchObject({
    capacity: expect.any(Number) as number
  });

  expect(await client.prepare('op')).toContain('partial/op');
  expect(await client.measure({ in: 'partial', name: 'op' })).toMatchObject({
    files: 1
  });
  await client.publish('op', '-new\nname');
  await client.rename('-new\nname', 'sea');
  await client.duplicate('sea', 'sea-2', 'op2');
  await client.discard('op2');
  await client.trash('sea', 'id1', 'said');
  expect(await client.trashed()).toMatchObject([
    { id: 'id1', manifest: 'said' }
  ]);
  await client.restore('id1', 'sea');
  await client.trash('sea', 'id2', '');
  await client.purge('id2');
  await client.sweep();
  await writeFile(join(root, '.bashrc'), '');
  expect(await client.outside()).toEqual([{ name: '.bashrc', kind: 'file' }]);
  await client.gather(['.bashrc'], 'home', 'op3');
  expect(await client.scatter('op3')).toBe('home');

  expect((await client.list()).map(({ name }) => name)).toEqual([
    'ocean',
    'sea-2'
  ]);
});

test('a failure is the same failure on the other side', async () => {
  await client.prepare('op');

  const failed = await client.publish('op', 'ocean').catch((e: unknown) => e);
  const same = await volume.publish('op', 'ocean').catch((e: unknown) => e);

  expect(failed).toEqual(same);
  expect(failed).toMatchObject({
    code: 'project-exists',
    options: { values: { name: 'ocean' } }
  });
});

test('nobody is answered without the secret, but that it lives', async () => {
  const health = await fetch(`${urlOf(server)}/healthz`);
  const wrong = await ask('/v1/list', {}, 'another');
  const none = await ask('/v1/list', { headers: {} });

  expect([health.status, wrong.status, none.status]).toEqual([200, 401, 401]);
  await expect(clientOf(urlOf(server), 'another').list()).rejects.toMatchObject(
    { code: 'volume-unavailable' }
  );
});

test.each([
  ['a call that is none', '/v1/toString', '{}', 404],
  ['another path', '/v2/list', '{}', 404],
  ['a body that is no JSON', '/v1/find', '{', 400],
  ['an input that is wrong', '/v1/find', '{"name":1}', 400],
  ['a name that leaves the root', '/v1/find', '{"name":"../etc"}', 400],
  ['a body without end', '/v1/find', 'x'.repeat(5_000_000), 413]
])('%s is refused', async (_, path, body, status) => {
  expect((await ask(path, { body })).status).toBe(status);
});

test('a mistake of the agent is logged there and not told', async () => {
  volume.list = () => Promise.reject(new Error('secret of the disk'));

  await expect(client.list()).rejects.toMatchObject({
    code: 'internal',
    message: 'The agent failed. Its log says why.'
  });
  expect(logged.join()).toContain('secret of the disk');
});

test('the work ends when its client leaves', async () => {
  const begun = Promise.withResolvers<AbortSignal>();
  volume.measure = (_, signal) => {
    begun.resolve(signal!);
    return new Promise((_resolve, reject) => {
      signal!.addEventListener('abort', () => {
        reject(new Error('aborted'));
      });
    });
  };
  const leave = new AbortController();
  const asked = client.measure({ in: 'root', name: 'ocean' }, leave.signal);
  const signal = await begun.promise;
  const aborted = once(signal, 'abort');

  leave.abort();

  await expect(asked).rejects.toMatchObject({ code: 'interrupted' });
  await aborted;
});

test('an agent that is away, or silent, makes the volume unavailable', async () => {
  const gone = { code: 'volume-unavailable' };
  const silent = createServer();
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const url = urlOf(silent);

  await expect(clientOf(url, SECRET, 50).list()).rejects.toMatchObject(gone);
  silent.close();
  await expect(clientOf('http://127.0.0.1:1').list()).rejects.toMatchObject(
    gone
  );
  const noPod = new AgentClient({
    root,
    connect: () => Promise.reject(new Error('no pod'))
  });
  await expect(noPod.list()).rejects.toMatchObject(gone);
});

test('an agent that dies in mid-answer makes the volume unavailable', async () => {
  const begun = Promise.withResolvers<undefined>();
  volume.list = () => {
    begun.resolve(undefined);
    return new Promise(() => undefined);
  };
  const asked = client.list();
  asked.catch(() => undefined);
  await begun.promise;

  server.closeAllConnections();

  await expect(asked).rejects.toMatchObject({ code: 'volume-unavailable' });
});

test('tells where the mounted home is now', async () => {
  // The agent's home follows the folder as a mount would.
  const held = new HomeWatch({ root, home: '/proc/self/cwd' });
  const before = process.cwd();
  process.chdir(join(root, 'ocean'));
  try {
    expect(await client.home('ocean')).toEqual({ state: 'same' });
    expect(await held.home('ocean')).toEqual({ state: 'same' });
    await rename(join(root, 'ocean'), join(root, 'sea'));
    await mkdir(join(root, 'ocean'));
    expect(await held.home('ocean')).toEqual({ state: 'moved', name: 'sea' });
    await rename(join(root, 'sea'), join(root, '.sea'));
    expect(await held.home('ocean')).toEqual({ state: 'moved' });
    await rm(join(root, '.sea'), { recursive: true });
    expect(await held.home('ocean')).toEqual({ state: 'gone' });
  } finally {
    process.chdir(before);
  }
});

test('a change of the listing is told to who waits for it', async () => {
  const tag = await client.watch(undefined, 60_000);
  expect(await client.watch(tag, 0)).toBe(tag);

  const waiting = client.watch(tag, 60_000);
  await mkdir(join(root, 'sea'));

  expect(await waiting).not.toBe(tag);
});
