import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import WebSocket, { WebSocketServer, type ClientOptions } from 'ws';
import {
  TOKEN,
  openSite,
  openUpstream,
  type Site,
  type Upstream
} from '../testing/gateway.ts';

const PATH = '/user/ada/iris/api/kernels/1/channels';

let site: Site;
let upstream: Upstream;
let echo: WebSocketServer;
let seen: IncomingMessage[];

beforeEach(async () => {
  seen = [];
  site = await openSite();
  upstream = await openUpstream((_req, res) => res.writeHead(404).end());
  echo = new WebSocketServer({ server: upstream.server });
  echo.on('connection', (peer, req) => {
    seen.push(req);
    peer.on('message', (data, binary) => {
      peer.send(data, { binary });
    });
  });
  site.servers.set('iris', upstream);
});

afterEach(async () => {
  await site.close();
  echo.close();
  for (const peer of echo.clients) {
    peer.terminate();
  }
  await upstream.close();
});

const origin = () => `http://127.0.0.1:${String(site.port)}`;

const open = (path = PATH, headers = {}, options: ClientOptions = {}) =>
  new WebSocket(`ws://127.0.0.1:${String(site.port)}${path}`, {
    ...options,
    headers
  });

/** Open a websocket as a page of ours, in the browser of somebody signed in. */
const browse = (headers = {}, path = PATH) =>
  open(path, { cookie: site.cookie, origin: origin(), ...headers });

/** The status of a refused upgrade, or 101. */
async function statusOf(socket: WebSocket): Promise<number> {
  socket.on('error', () => undefined);
  const refused = once(socket, 'unexpected-response').then(
    ([, res]) => (res as IncomingMessage).statusCode ?? 0
  );
  const opened = once(socket, 'open').then(() => 101);
  const status = await Promise.race([refused, opened]);
  socket.terminate();
  return status;
}

it('messages pass, text and bytes, however large', async () => {
  const socket = browse();
  await once(socket, 'open');
  const large = Buffer.alloc(5 * 1024 * 1024, 7);

  socket.send('hello');
  expect(String((await once(socket, 'message'))[0])).toBe('hello');
  socket.send(large);
  const [back] = (await once(socket, 'message')) as [Buffer];
  expect(back.equals(large)).toBe(true);
  socket.terminate();
});

it('the server gets its own token and no cookie of ours', async () => {
  const socket = browse();
  await once(socket, 'open');

  expect(seen[0]?.headers.authorization).toBe('token of-the-server');
  expect(seen[0]?.headers).not.toHaveProperty('cookie');
  expect(seen[0]?.headers.origin).toBe(`http://${seen[0]?.headers.host ?? ''}`);
  socket.terminate();
});

it('the subprotocol that the server chose comes back', async () => {
  const socket = new WebSocket(
    `ws://127.0.0.1:${String(site.port)}${PATH}`,
    ['v1.kernel.websocket.jupyter.org'],
    { headers: { cookie: site.cookie }, origin: origin() }
  );
  await once(socket, 'open');

  expect(socket.protocol).toBe('v1.kernel.websocket.jupyter.org');
  socket.terminate();
});

describe('a websocket with the cookie', () => {
  it('opens from a page of exactly this origin only', async () => {
    expect(await statusOf(browse())).toBe(101);
    for (const foreign of [
      'http://evil.example',
      'http://127.0.0.1:1',
      `http://localhost:${String(site.port)}`,
      'null'
    ]) {
      expect(await statusOf(browse({ origin: foreign }))).toBe(403);
    }
    expect(await statusOf(open(PATH, { cookie: site.cookie }))).toBe(403);
    expect(seen).toHaveLength(1);
  });

  it('is refused when the browser says that it crosses sites', async () => {
    const from = (where: string) =>
      statusOf(browse({ 'sec-fetch-site': where }));

    expect(await from('same-origin')).toBe(101);
    expect(await from('same-site')).toBe(403);
    expect(await from('cross-site')).toBe(403);
  });
});

it('is refused without cookie or token, and with `?token=`', async () => {
  expect(await statusOf(open(PATH, { origin: origin() }))).toBe(401);
  expect(
    await statusOf(open(`${PATH}?token=${TOKEN}`, { origin: origin() }))
  ).toBe(401);
});

it('needs no Origin with a token', async () => {
  const authorization = `token ${TOKEN}`;

  expect(await statusOf(open(PATH, { authorization }))).toBe(101);
});

it.each([
  ['a foreign Host', PATH, { host: 'evil.example' }, 403],
  ['another user', '/user/bob/iris/api/kernels/1/channels', {}, 403],
  ['no server', '/user/ada/none/api/kernels/1/channels', {}, 503],
  ['no such path', '/nowhere', {}, 404]
])('is refused for %s', async (_what, path, headers, status) => {
  expect(await statusOf(browse(headers, path))).toBe(status);
});

it('is refused when the server has just died', async () => {
  site.servers.set('iris', { target: 'http://127.0.0.1:1', token: '' });

  expect(await statusOf(browse())).toBe(503);
});

it('the answer of a server that opens no websocket there comes back', async () => {
  echo.options.verifyClient = () => false;

  expect(await statusOf(browse())).toBe(401);
});

it('either end closes the other', async () => {
  const first = browse();
  await once(first, 'open');
  const [peer] = echo.clients;
  first.terminate();
  await once(peer!, 'close');

  const second = browse();
  await once(second, 'open');
  const closed = once(second, 'close');
  for (const client of echo.clients) {
    client.terminate();
  }
  await closed;
});

it('a browser that leaves before the server answered leaves nothing open', async () => {
  upstream.server.removeAllListeners('upgrade');
  const asked = once(upstream.server, 'upgrade');
  const socket = browse();
  socket.on('error', () => undefined);
  const [req, raw, head] = (await asked) as [IncomingMessage, Socket, Buffer];

  const left = new Promise(resolve => socket.once('close', resolve));
  socket.terminate();
  await left;
  const peer = await new Promise<WebSocket>(resolve => {
    echo.handleUpgrade(req, raw, head, resolve);
  });

  await once(peer, 'close');
});

it('a connection that is reset harms nobody', async () => {
  const raw = connect(site.port, '127.0.0.1');
  raw.write(
    `GET ${PATH} HTTP/1.1\r\nHost: 127.0.0.1:${String(site.port)}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`
  );
  raw.resetAndDestroy();
  await once(raw, 'close');

  expect(await statusOf(browse())).toBe(101);
});

it('what is open, or waits for the server, ends when the gateway does', async () => {
  const open = browse();
  await once(open, 'open');
  upstream.server.removeAllListeners('upgrade');
  const asked = once(upstream.server, 'upgrade');
  const waiting = browse();
  waiting.on('error', () => undefined);
  const [, raw] = (await asked) as [IncomingMessage, Socket];
  const ended = once(raw.resume(), 'end');

  site.gateway.dispose();
  await Promise.all([
    once(open, 'close'),
    new Promise(resolve => waiting.once('close', resolve)),
    ended
  ]);
  raw.destroy();
});
