import { once } from 'node:events';
import { NAVIGATE, send } from '../testing/gateway.ts';
import {
  bearer,
  GatewayBench,
  HOME,
  HOST,
  SERVER
} from '../testing/gateway-bench.ts';
import { TOKEN } from '../testing/site-bench.ts';

let bench: GatewayBench;

beforeEach(async () => {
  bench = await GatewayBench.open();
});

afterEach(() => bench.close());

it('serves the companion’s pages and API, and servers, to one session', async () => {
  const cookie = await bench.signIn();

  expect((await bench.get(HOME, { ...NAVIGATE, ...cookie })).body).toContain(
    'home.'
  );
  expect((await bench.get(`${HOME}api/v1/me`, bearer)).body).toContain('"ada"');
  expect((await bench.get(`${SERVER}api`, cookie)).status).toBe(200);
  expect((await bench.get('/user/bob/iris/api', cookie)).status).toBe(403);
  expect((await bench.get(`${SERVER}api`)).status).toBe(401);
});

it('lets in who has cookies that others set in our name', async () => {
  const { cookie } = await bench.signIn();
  const [name = ''] = cookie.split('=');
  const foreign = Array.from({ length: 4 }, (_, index) => {
    return `${name}=${String(index).repeat(43)}`;
  });
  const all = { ...NAVIGATE, cookie: [...foreign, cookie].join('; ') };

  expect((await bench.get(`${SERVER}api`, all)).status).toBe(200);
  const { status, headers } = await bench.get(HOME, all);
  expect(status).toBe(200);
  expect(headers['set-cookie']).toContain(
    `${name}=; Path=/services/projects; Max-Age=0`
  );
});

it('ends a connection when it is asked to', async () => {
  const close = { connection: 'close', ...bearer };

  for (const path of [`${HOME}api/v1/me`, `${SERVER}api`]) {
    const { status, headers } = await bench.get(path, close);
    expect([status, headers.connection]).toEqual([200, 'close']);
  }
});

it('passes the event socket on', async () => {
  const socket = bench.socket(`${HOME}api/v1/events`, {
    origin: `http://${HOST}`
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'open', token: TOKEN }));
  const [message] = (await once(socket, 'message')) as [Buffer];
  socket.terminate();

  expect(message.toString()).toContain('opened');
});

it('shows metrics and probes on the port of operations only', async () => {
  const { operationsPort } = bench.gateway;
  await bench.get(`${SERVER}api`, bearer);

  expect((await bench.get(`${HOME}metrics`)).status).toBe(404);
  expect((await bench.get(`${HOME}%6detrics`)).status).toBe(404);
  expect((await send(operationsPort, '/readyz')).status).toBe(200);
  expect((await send(operationsPort, '/metrics')).body).toContain(
    'projects_http_requests_total{route="server",status="2xx"} 1'
  );
});

it('is ready once the companion has answered it, and stays so', async () => {
  const { operationsPort } = bench.gateway;
  const ready = async () => (await send(operationsPort, '/readyz')).status;
  await bench.companion.leave();
  expect(await ready()).toBe(503);
  expect((await send(operationsPort, '/healthz')).status).toBe(200);
  await bench.companion.comeBack();
  expect(await ready()).toBe(200);
  await bench.companion.leave();
  expect(await ready()).toBe(200);
});

it('takes no stranger’s endless token for a companion that is away', async () => {
  const long = { authorization: `Bearer ${'a'.repeat(5000)}` };
  expect((await bench.get(`${SERVER}api`, long)).status).toBe(401);
  const cookie = { cookie: `projects-session-80=${'a'.repeat(5000)}` };
  expect((await bench.get(`${SERVER}api`, cookie)).status).toBe(401);
  const { body } = await send(bench.gateway.operationsPort, '/metrics');
  expect(body).toContain('projects_companion_away 0');
});

it('ends after a request that is under way', async () => {
  const answer = bench.get(`${SERVER}held`, bearer);
  const release = await bench.held;
  const closed = bench.gateway.close(60_000);
  release();
  expect((await answer).status).toBe(200);
  await closed;
});

describe('while the companion is away', () => {
  it('websockets and known servers go on, all else is 503', async () => {
    const cookie = await bench.signIn();
    await bench.get(`${SERVER}api`, cookie);
    await bench.get(`${SERVER}api`, bearer);
    const socket = bench.socket(`${SERVER}ws`, bearer);
    await once(socket, 'open');
    await bench.companion.leave();
    bench.now += 60_000;

    socket.send('still');
    const [message] = (await once(socket, 'message')) as [Buffer];
    expect(message.toString()).toBe('still');
    expect((await bench.get(`${SERVER}api`, cookie)).status).toBe(200);
    expect((await bench.get(`${SERVER}api`, bearer)).status).toBe(200);
    const another = bench.socket(`${SERVER}ws`, bearer);
    await once(another, 'open');
    another.terminate();

    const api = await bench.get(`${HOME}api/v1/me`, bearer);
    expect([api.status, api.headers['retry-after']]).toEqual([503, '2']);
    expect(api.body).toContain('"unavailable"');
    const page = await bench.get(HOME, { ...NAVIGATE, ...cookie });
    expect(page.status).toBe(503);
    expect(page.body).toContain('http-equiv="refresh" content="2"');
    const unknown = await bench.get(`${SERVER}api`, {
      authorization: 'Bearer other-one'
    });
    expect(unknown.status).toBe(503);

    await bench.companion.comeBack();
    expect((await bench.get(`${HOME}api/v1/me`, bearer)).status).toBe(200);
    socket.send('and again');
    await once(socket, 'message');
    socket.terminate();
  });

  it('what it knows counts for ten minutes', async () => {
    await bench.get(`${SERVER}api`, bearer);
    await bench.companion.leave();

    bench.now += 599_000;
    expect((await bench.get(`${SERVER}api`, bearer)).status).toBe(200);
    bench.now += 2_000;
    expect((await bench.get(`${SERVER}api`, bearer)).status).toBe(503);
  });

  it('a session that was closed meanwhile is refused once it is back', async () => {
    const cookie = await bench.signIn();
    await bench.get(`${SERVER}api`, cookie);
    await bench.companion.leave();
    await bench.companion.store.deleteFrom('sessions').execute();
    bench.now += 60_000;
    expect((await bench.get(`${SERVER}api`, cookie)).status).toBe(200);

    await bench.companion.comeBack();
    bench.now += 3_000;
    expect((await bench.get(`${SERVER}api`, cookie)).status).toBe(401);
  });
});
