import { NAVIGATE, send } from '../testing/gateway.ts';
import {
  GatewayBench,
  HOME,
  HOST,
  proxied,
  PROXY_SECRET,
  SERVER
} from '../testing/gateway-bench.ts';

let bench: GatewayBench;

beforeEach(async () => {
  bench = await GatewayBench.open();
});

afterEach(() => bench.close());

const token = /"token":"(home\.[^"]+)"/;

it('the home page opens for the user that the proxy names', async () => {
  const page = await bench.get(HOME, { ...NAVIGATE, ...proxied('bob@test') });
  const authorization = `Bearer ${token.exec(page.body)?.[1] ?? ''}`;

  expect(page.status).toBe(200);
  expect(
    (await bench.get(`${HOME}api/v1/me`, { authorization })).body
  ).toContain('"bob@test"');
});

it('its word counts more than a session of somebody else', async () => {
  const cookie = await bench.signIn();

  const answer = await bench.get(`${SERVER}api`, {
    ...cookie,
    ...proxied('bob')
  });
  expect(answer.status).toBe(403);
});

it('it does not open the API, and other sites cannot use it', async () => {
  const ada = proxied('ada');
  expect((await bench.get(`${HOME}api/v1/me`, ada)).status).toBe(401);
  const post = await bench.get(
    `${SERVER}api`,
    { ...ada, origin: 'http://evil.test' },
    { method: 'POST' }
  );
  expect(post.status).toBe(403);
});

it('servers do not see who it is, and never its secret', async () => {
  const { body } = await bench.get(`${SERVER}api`, proxied('ada'));

  expect(body).toContain('"authorization":"token of-the-server"');
  expect(body).not.toContain(PROXY_SECRET);
  expect(body).not.toContain('x-forwarded-user');
});

it.each<[string, Record<string, string | string[]>]>([
  ['no secret', { 'x-forwarded-user': 'ada' }],
  ['a wrong secret', { 'x-forwarded-user': 'ada', 'x-auth-secret': 'no' }],
  [
    'two names',
    { 'x-forwarded-user': ['ada', 'bob'], 'x-auth-secret': PROXY_SECRET }
  ],
  [
    'two secrets',
    { 'x-forwarded-user': 'ada', 'x-auth-secret': [PROXY_SECRET, PROXY_SECRET] }
  ]
])('%s is nobody, through the gateway and without it', async (_, headers) => {
  for (const port of [bench.gateway.port, bench.companion.listening.port]) {
    for (const path of [HOME, SERVER]) {
      const answer = await send(port, path, {
        headers: { host: HOST, ...NAVIGATE, ...headers }
      });
      expect(answer.status).toBe(401);
      expect(answer.body).not.toMatch(token);
    }
  }
});

it('no server gets the cookies of the proxy, which open the site', async () => {
  const cookie = '_oauth2_proxy_0=one; _oauth2_proxy_csrf=two; _xsrf=three';
  const { body } = await bench.get(`${SERVER}api`, {
    ...proxied('ada'),
    cookie
  });
  expect(JSON.parse(body)).toMatchObject({ cookie: '_xsrf=three' });
});
