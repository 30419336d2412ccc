import { execa, type ResultPromise } from 'execa';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import WebSocket from 'ws';
import { until } from '../../../tests/cluster/waiting.ts';
import { NAVIGATE, openSite, type Site } from '../testing/gateway.ts';

/** JupyterLab of the tool environment that `npm start` makes; needed here. */
const LAB = resolve('.tool/bin/jupyter-lab');
const BASE = '/user/ada/iris/';

let site: Site;
let lab: ResultPromise | undefined;

beforeAll(async () => {
  expect(existsSync(LAB)).toBe(true);
  site = await openSite();
  const root = await mkdtemp(join(tmpdir(), 'gateway-lab-'));
  const token = randomUUID();
  const port = await freePort();
  lab = execa({ reject: false, stdio: 'ignore' })(LAB, [
    '--no-browser',
    '--allow-root',
    '--ip=127.0.0.1',
    `--port=${String(port)}`,
    '--ServerApp.port_retries=0',
    `--ServerApp.base_url=${BASE}`,
    `--ServerApp.root_dir=${root}`,
    `--IdentityProvider.token=${token}`
  ]);
  const target = `http://127.0.0.1:${String(port)}`;
  const headers = { authorization: `token ${token}` };
  // JupyterLab logs that it runs before it listens.
  await until(
    async () => (await fetch(`${target}${BASE}api/status`, { headers })).ok,
    'JupyterLab',
    50
  );
  site.servers.set('iris', { target, token });
});

afterAll(async () => {
  lab?.kill();
  await lab;
  await site.close();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const origin = () => `http://127.0.0.1:${String(site.port)}`;

const put = (from: string) =>
  site.send(`${BASE}api/contents/a.txt`, {
    method: 'PUT',
    headers: { cookie: site.cookie, origin: from },
    body: JSON.stringify({ type: 'file', format: 'text', content: 'hello' })
  });

it('a file is written from a page of ours, and not from a foreign one', async () => {
  expect((await put('http://evil.example')).status).toBe(403);
  expect((await put(origin())).status).toBe(201);

  const { status, body } = await site.send(`${BASE}files/a.txt`, {
    headers: { cookie: site.cookie }
  });
  expect(status).toBe(200);
  expect(body).toBe('hello');
});

it('a kernel answers through a websocket', async () => {
  const started = await site.send(`${BASE}api/kernels`, {
    method: 'POST',
    headers: { cookie: site.cookie, origin: origin() },
    body: '{}'
  });
  const { id } = JSON.parse(started.body) as { id: string };
  const path = `${BASE}api/kernels/${id}`;
  const socket = new WebSocket(
    `ws://127.0.0.1:${String(site.port)}${path}/channels`,
    { headers: { cookie: site.cookie }, origin: origin() }
  );
  await once(socket, 'open');
  const reply = replyOn(socket);
  socket.send(
    JSON.stringify({
      channel: 'shell',
      header: {
        msg_id: randomUUID(),
        msg_type: 'kernel_info_request',
        session: randomUUID(),
        username: '',
        version: '5.3'
      },
      parent_header: {},
      metadata: {},
      content: {}
    })
  );

  expect(await reply).toMatchObject({ status: 'ok' });
  socket.terminate();
  await site.send(path, {
    method: 'DELETE',
    headers: { cookie: site.cookie, origin: origin() }
  });
});

function replyOn(socket: WebSocket): Promise<unknown> {
  return new Promise(resolve => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as {
        header: { msg_type: string };
        content: unknown;
      };
      if (message.header.msg_type === 'kernel_info_reply') {
        resolve(message.content);
      }
    });
  });
}

it('Lab’s page is for who goes there, and has the policies of both', async () => {
  const { token } = site.servers.get('iris')!;
  const person = await site.send(`${BASE}lab`, {
    headers: { ...NAVIGATE, cookie: site.cookie }
  });
  const script = await site.send(`${BASE}lab`, {
    headers: { cookie: site.cookie, 'sec-fetch-mode': 'cors' }
  });

  expect(person.status).toBe(200);
  expect(person.body).toMatch(token);
  expect(person.headers['content-security-policy']).toMatch(
    /frame-ancestors 'self'.*, frame-ancestors 'none'$/
  );
  expect(script.status).toBe(403);
  expect(script.body).not.toMatch(token);
});

it.each(['files/missing', 'lab/no/such/page', 'nowhere', 'api/../lab/x'])(
  'no page of an error gives the token to a script: %s',
  async path => {
    const { token } = site.servers.get('iris')!;
    const script = await site.send(BASE + path, {
      headers: { cookie: site.cookie, 'sec-fetch-mode': 'cors' }
    });

    expect(script.status).toBeGreaterThanOrEqual(400);
    expect(script.body).not.toMatch(token);
  }
);

it('Jupyter’s cookie stays the same when its server is started anew', async () => {
  const { headers } = await site.send(`${BASE}lab`, {
    headers: { ...NAVIGATE, cookie: site.cookie }
  });
  const names = (headers['set-cookie'] ?? []).map(text => text.split('=')[0]);

  expect(names).toContain(`username-localhost-${String(site.port)}`);
});
