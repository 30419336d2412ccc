import type { InternalPort } from './internal-port.ts';
import { openInternalPort } from './internal-port.ts';

const SECRET = 'between-gateway-and-companion';

let port: InternalPort;

beforeAll(async () => {
  port = await openInternalPort({
    host: '127.0.0.1',
    port: 0,
    secret: SECRET,
    auth: {
      tokenPrincipal: token =>
        Promise.resolve(token === 'adas' ? { user: 'ada' } : undefined),
      session: values =>
        Promise.resolve(values.includes('open') ? 'ada' : undefined),
      openSession: user => Promise.resolve(`session of ${user}`)
    },
    endpoint: ({ name }) =>
      Promise.resolve(
        name === 'iris' ? { target: 'http://10.0.0.1', token: 't' } : undefined
      ),
    log: { error: () => undefined }
  });
});

afterAll(() => port.close());

const call = (
  name: string,
  body: unknown,
  headers: Record<string, string> = { authorization: `Bearer ${SECRET}` }
) =>
  fetch(`http://127.0.0.1:${String(port.port)}/v1/${name}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body)
  });

it.each([
  ['principal', { token: 'adas' }, { principal: { user: 'ada' } }],
  ['principal', { token: 'nobodys' }, { principal: null }],
  ['session', { values: ['closed', 'open'] }, { user: 'ada' }],
  ['session', { values: ['closed'] }, { user: null }],
  ['open-session', { user: 'ada' }, { value: 'session of ada' }],
  [
    'endpoint',
    { user: 'ada', name: 'iris' },
    { endpoint: { target: 'http://10.0.0.1', token: 't' } }
  ],
  ['endpoint', { user: 'ada', name: 'gone' }, { endpoint: null }]
])('answers %s of %j', async (name, body, answer) => {
  expect(await (await call(name, body)).json()).toEqual(answer);
});

it.each<[string, Record<string, string>]>([
  ['nothing', {}],
  ['another secret', { authorization: 'Bearer between-gateway-and-companioN' }],
  ['an empty secret', { authorization: 'Bearer ' }],
  ['a part of it', { authorization: `Bearer ${SECRET.slice(0, -1)}` }]
])('refuses who brings %s', async (_, headers) => {
  const answer = await call('principal', { token: 'adas' }, headers);

  expect(answer.status).toBe(401);
  expect(await answer.text()).toBe('');
});

it('refuses what is not exactly a call', async () => {
  expect((await call('principal', { token: 1 })).status).toBe(400);
  expect((await call('principal', { token: 'adas', more: 1 })).status).toBe(
    400
  );
  expect((await call('toString', {})).status).toBe(404);
  expect((await call('principal', { token: 'x'.repeat(20_000) })).status).toBe(
    413
  );
});
