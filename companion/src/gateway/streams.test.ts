import { once } from 'node:events';
import {
  Agent,
  request,
  type ClientRequest,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse
} from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
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

/** Keeps connections, as browsers do. */
let agent: Agent;

beforeEach(() => {
  agent = new Agent({ keepAlive: true });
});

afterEach(() => {
  agent.destroy();
});

const headers = { authorization: `token ${TOKEN}` };

function ask(path: string, method = 'GET', more = {}): ClientRequest {
  const req = request({
    host: '127.0.0.1',
    port: site.port,
    path: `/user/ada/iris/${path}`,
    method,
    headers: { ...headers, ...more },
    agent
  });
  req.on('error', () => undefined);
  return req;
}

function* megabytes(count: number): Generator<Buffer> {
  for (let n = 0; n < count; n++) {
    yield Buffer.alloc(MB);
  }
}

async function answerOf(req: ClientRequest): Promise<IncomingMessage> {
  const [res] = (await once(req, 'response')) as [IncomingMessage];
  return res;
}

it('a stream arrives as it is written: headers first, then each part', async () => {
  const open = Promise.withResolvers<ServerResponse>();
  await serve((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    open.resolve(res);
  });

  const answer = await answerOf(ask('events').end());
  const writer = await open.promise;
  for (const part of ['data: 1\n\n', 'data: 2\n\n']) {
    writer.write(part);
    const [chunk] = (await once(answer, 'data')) as [Buffer];
    expect(chunk.toString()).toBe(part);
  }
  writer.end();
  await once(answer, 'end');
});

it('an upload of 200 MB arrives whole', async () => {
  await serve((req, res) => {
    let bytes = 0;
    req.on('data', (chunk: Buffer) => (bytes += chunk.length));
    req.on('end', () => res.end(String(bytes)));
  });

  const upload = ask('api/contents/big', 'PUT');
  const answered = answerOf(upload);
  await pipeline(Readable.from(megabytes(200)), upload);

  expect(await text(await answered)).toBe(String(200 * MB));
});

it('a server that does not read holds the upload back', async () => {
  const held = Promise.withResolvers<IncomingMessage>();
  await serve((req, res) => {
    held.resolve(req);
    req.on('end', () => res.end());
  });
  const upload = ask('api/contents/big', 'PUT');
  const part = Buffer.alloc(MB);
  let accepted = 0;
  let stalled = false;
  for (; accepted < 64 && !stalled; accepted++) {
    if (!upload.write(part)) {
      const drained = once(upload, 'drain').then(() => false);
      const idle = quiet(upload).then(() => true);
      stalled = await Promise.race([drained, idle]);
    }
  }

  // Only the buffers of four sockets and of two streams lie between.
  expect(stalled).toBe(true);
  expect(accepted).toBeLessThan(40);

  (await held.promise).resume();
  upload.end();
  expect((await answerOf(upload)).statusCode).toBe(200);
});

/** Resolves when the connection has taken no byte for many turns of the loop. */
async function quiet(req: ClientRequest): Promise<void> {
  await untilQuiet(req.socket ?? ((await once(req, 'socket'))[0] as Socket));
}

/** Send more than all buffers on the way hold, whatever answer comes first. */
function sendAll(): {
  answered: Promise<IncomingMessage>;
  sent: Promise<unknown>;
} {
  const upload = ask('api/contents/big', 'PUT');
  const answered = answerOf(upload);
  const sent = once(upload, 'finish');
  for (const part of megabytes(20)) {
    upload.write(part);
  }
  upload.end();
  return { answered, sent };
}

it('a server that refuses an upload early is heard', async () => {
  await serve((_req, res) => {
    res.writeHead(413).end('too large');
  });

  const { answered, sent } = sendAll();

  const answer = await answered;
  expect(answer.statusCode).toBe(413);
  expect(await text(answer)).toBe('too large');
  await sent;
});

it('an upload to a server that just died is answered, and taken to its end', async () => {
  await (await serve(() => undefined)).close();
  const { answered, sent } = sendAll();

  expect((await answered).statusCode).toBe(503);
  await sent;
});

it('a browser that leaves ends the request at the server', async () => {
  const arrived = Promise.withResolvers<ServerResponse>();
  await serve((_req, res) => {
    res.write('begun');
    arrived.resolve(res);
  });

  const req = ask('api/slow').end();
  await answerOf(req);
  const ended = once(await arrived.promise, 'close');
  req.destroy();

  await ended;
});

it('a browser that leaves in mid-upload ends it at the server', async () => {
  const ended = Promise.withResolvers<boolean>();
  await serve(req => {
    req.once('data', () => upload.destroy());
    req.once('close', () => {
      ended.resolve(req.complete);
    });
    req.on('error', () => undefined);
  });

  const upload = ask('api/contents/a', 'PUT', { 'content-length': '1000000' });
  upload.write('a part');

  expect(await ended.promise).toBe(false);
});

it('a server that dies in the middle cuts the answer off', async () => {
  await serve((_req, res) => {
    res.write('begun');
    setImmediate(() => res.destroy());
  });

  await expect(site.send('/user/ada/iris/api', { headers })).rejects.toThrow(
    'The answer was cut off.'
  );
});

it('a connection to a server serves many requests', async () => {
  const sockets = new Set<unknown>();
  await serve((req, res) => {
    sockets.add(req.socket);
    res.end();
  });

  for (let n = 0; n < 5; n++) {
    await site.send('/user/ada/iris/api', { headers });
  }

  expect(sockets.size).toBe(1);
});

it('a body cannot pass for another request', async () => {
  const { status } = await site.send('/user/ada/iris/api', {
    headers: { ...headers, 'transfer-encoding': 'chunked' },
    method: 'DELETE',
    body: 'GET /smuggled HTTP/1.1\r\n\r\n'
  });

  expect(status).toBe(411);
});
