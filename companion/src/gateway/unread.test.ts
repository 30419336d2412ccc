/** Bytes that nobody reads, and answers that nobody waits for. */
import { once } from 'node:events';
import { request, type IncomingMessage, type RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import {
  TOKEN,
  openSite,
  openUpstream,
  untilQuiet,
  type Site,
  type Upstream
} from '../testing/gateway.ts';

const MB = 1024 * 1024;

let site: Site;
let upstream: Upstream | undefined;

beforeEach(async () => {
  site = await openSite();
});

afterEach(async () => {
  await site.close();
  await upstream?.close();
});

async function serve(listener: RequestListener): Promise<Upstream> {
  upstream = await openUpstream(listener);
  site.servers.set('iris', upstream);
  return upstream;
}

it('an answer before the end of an upload ends what goes to the server', async () => {
  const gone = Promise.withResolvers<undefined>();
  const { server } = await serve((req, res) => {
    req.socket.once('close', () => {
      gone.resolve(undefined);
    });
    res.writeHead(413, { 'content-length': 0 }).end();
  });
  // The server closes no connection for reasons of its own.
  server.keepAliveTimeout = 0;
  const upload = request({
    ...{ host: '127.0.0.1', port: site.port, method: 'PUT' },
    path: '/user/ada/iris/api/contents/big',
    headers: { authorization: `token ${TOKEN}`, 'content-length': 64 * MB }
  });
  upload.on('error', () => undefined);
  const answered = once(upload, 'response') as Promise<[IncomingMessage]>;
  upload.write(Buffer.alloc(MB));

  const [answer] = await answered;
  expect(answer.statusCode).toBe(413);
  await gone.promise;
  upload.destroy();
});

it('a page that is withheld is not read to an end that it may not have', async () => {
  const gone = Promise.withResolvers<undefined>();
  await serve((_req, res) => {
    res.once('close', () => {
      gone.resolve(undefined);
    });
    res.writeHead(404, { 'content-type': 'text/html' }).write('<html>');
  });
  const origin = `http://127.0.0.1:${String(site.port)}`;
  const answer = await site.send('/user/ada/iris/files/none', {
    headers: { cookie: site.cookie, origin, host: origin.slice(7) }
  });

  expect(answer.status).toBe(404);
  expect(answer.body).not.toContain('html');
  await gone.promise;
});

it('a server that refuses a websocket at length waits for its reader', async () => {
  const { server } = await serve(() => undefined);
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  server.on('upgrade', (_req, socket: Socket) => {
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n');
    for (let part = 0; part < 64; part++) {
      socket.write(Buffer.alloc(MB));
    }
  });
  const client = connect(site.port, '127.0.0.1');
  client.on('error', () => undefined);
  client.write(
    [
      'GET /user/ada/iris/api/kernels/1/channels HTTP/1.1',
      `Host: 127.0.0.1:${String(site.port)}`,
      `Authorization: token ${TOKEN}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      '\r\n'
    ].join('\r\n')
  );
  const [socket] = await accepted;
  await untilQuiet(socket);

  // Only the buffers of four sockets lie between.
  expect(socket.writableLength).toBeGreaterThan(24 * MB);
  const closed = new Promise(resolve => socket.once('close', resolve));
  client.destroy();
  await closed;
});
