import { Problem } from '../contract/contract.ts';
import { untilAborted } from '../testing/fake-builder.ts';
import { SiteBench, TOKEN } from '../testing/site-bench.ts';
import type { Build, Switch } from '../contract/contract.ts';

let bench: SiteBench;
beforeEach(async () => {
  bench = await SiteBench.open();
});
afterEach(() => bench.close());

const codeOf = async (answer: Response) => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  return Problem.parse(await answer.json()).code;
};

test.each(['', 'Bearer wrong-token', `Basic ${TOKEN}`, 'Bearer'])(
  'the API is closed to "%s"',
  async authorization => {
    const answer = await bench.api('me', { headers: { authorization } });

    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await codeOf(answer)).toBe('unauthenticated');
  }
);

test('both ways to write the token open it', async () => {
  for (const scheme of ['token', 'Bearer']) {
    const headers = { authorization: `${scheme} ${TOKEN}` };
    const answer = await bench.api('me', { headers });
    expect(await answer.json()).toMatchObject({
      user: 'ada',
      driver: 'local',
      version: '1.2.3',
      limits: { projects: null }
    });
  }
});

test('a cookie opens pages, and never the API', async () => {
  const page = await fetch(`${bench.home}?token=${TOKEN}`, {
    redirect: 'manual'
  });
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect(cookie).toMatch(/^projects-session-/);
  const headers = { cookie, authorization: '' };

  expect((await bench.api('me', { headers })).status).toBe(401);
});

test('what the API does not have is not found', async () => {
  expect(await codeOf(await bench.api('nothing'))).toBe('not-found');
  expect(await codeOf(await bench.api('projects/none'))).toBe('not-found');
  expect(await codeOf(await bench.api('builds/none'))).toBe('not-found');
  expect(await codeOf(await bench.api('switches/none'))).toBe('not-found');
  expect(await codeOf(await bench.api('builds?before=none'))).toBe('not-found');
  expect(await codeOf(await bench.post('projects/none/stop'))).toBe(
    'not-found'
  );
});

test('a mistake of ours is logged, and says nothing of the inside', async () => {
  bench.volume.list = () => Promise.reject(new Error('secret of the disk'));
  const answer = await bench.api('projects');

  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('secret');
  expect(bench.errors).toMatchObject([{ err: { message: /secret/ } }]);
  expect((await bench.api('me')).status).toBe(200);
});

test('every answer is guarded, and nobody keeps it', async () => {
  const answer = await bench.api('me');

  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'"
  });
});

test('a POST that is sent again gets the first answer', async () => {
  const key = { 'idempotency-key': 'k1' };
  const first = await bench.post('projects', { source: 'ada/ocean' }, key);
  const again = await bench.post('projects', { source: 'ada/ocean' }, key);

  expect([first.status, again.status]).toEqual([202, 202]);
  expect(await again.json()).toEqual(await first.json());
  expect(bench.resolutions).toBe(1);
  const other = await bench.post('projects', { source: 'ada/sea' }, key);
  expect(other.status).toBe(422);
  expect(await codeOf(other)).toBe('idempotency-conflict');
});

test('a double click is one request, also while it is under way', async () => {
  const key = { 'idempotency-key': 'k2' };
  const answers = await Promise.all(
    [1, 2, 3].map(() => bench.post('projects', { source: 'ada/a' }, key))
  );

  expect(answers.map(answer => answer.status)).toEqual([202, 202, 202]);
  expect(bench.resolutions).toBe(1);
});

test('a refusal is remembered, a failure of ours is not', async () => {
  const key = { 'idempotency-key': 'k3' };
  const refused = await bench.post('projects', { source: 'a/missing' }, key);
  expect(await codeOf(refused)).toBe('source-not-found');
  await bench.post('projects', { source: 'a/missing' }, key);
  expect(bench.resolutions).toBe(1);

  const list = bench.volume.list.bind(bench.volume);
  bench.volume.list = () => Promise.reject(new Error('down'));
  const later = { 'idempotency-key': 'k4' };
  expect((await bench.post('projects', { source: 'a/b' }, later)).status).toBe(
    500
  );
  bench.volume.list = list;
  expect((await bench.post('projects', { source: 'a/b' }, later)).status).toBe(
    202
  );
});

test('a log is read by offset, and says what is next', async () => {
  const { build } = await bench.built('ada/ocean');
  const path = `builds/${build?.id ?? ''}/log`;
  const whole = await bench.api(path);
  const text = await whole.text();
  const rest = await bench.api(`${path}?offset=4&1700000000`);

  expect(text).toContain('Installed 1 package');
  expect(whole.headers.get('content-type')).toContain('text/plain');
  expect(whole.headers.get('x-next-offset')).toBe(String(text.length));
  expect(whole.headers.get('x-dropped-bytes')).toBe('0');
  expect(whole.headers.get('x-complete')).toBe('true');
  expect(await rest.text()).toBe(text.slice(4));
});

test('a log is followed to its end', async () => {
  const held = Promise.withResolvers<undefined>();
  bench.builder.building = async (_order, report) => {
    report.log('first\n');
    await held.promise;
    report.log('second\n');
  };
  const { build } = await bench.create({ source: 'ada/ocean' });
  const answer = await bench.api(`builds/${build.id}/log`, {
    headers: { accept: 'text/event-stream' }
  });
  let text = '';
  for await (const bytes of answer.body ?? []) {
    text += Buffer.from(bytes as Uint8Array).toString();
    if (text.includes('first')) {
      held.resolve(undefined);
    }
  }

  expect(text).toMatch(/first.*second.*"complete":true/s);
});

test('a cancelled build answers when it has ended', async () => {
  bench.builder.building = (_order, _report, signal) => untilAborted(signal);
  const { build } = await bench.create({ source: 'ada/ocean' });
  const path = `builds/${build.id}`;
  const answer = await bench.api(path, { method: 'DELETE' });

  expect(((await answer.json()) as Build).phase).toBe('cancelled');
  const { builds } = await bench.services.builds.list('ada', {});
  expect(builds.map(({ phase }) => phase)).toEqual(['cancelled']);
});

test('a ticket reads its own switch, and nothing else', async () => {
  expect((await bench.api('switches/latest')).status).toBe(204);
  const project = await bench.built('ada/ocean');
  const answer = await bench.post('switches', { project: project.id });
  expect(answer.status).toBe(202);
  const { id, ticket } = (await answer.json()) as Switch;
  const headers = { authorization: `Ticket ${ticket ?? ''}` };

  const read = await bench.api(`switches/${id}`, { headers });
  expect(await read.json()).toMatchObject({ id });
  expect((await bench.api('me', { headers })).status).toBe(401);
  const remove = { method: 'DELETE', headers };
  expect((await bench.api(`switches/${id}`, remove)).status).toBe(401);
  const wrong = { headers: { authorization: 'Ticket wrong' } };
  expect((await bench.api(`switches/${id}`, wrong)).status).toBe(401);
});

test('a ticket is in no store', async () => {
  const project = await bench.built('ada/ocean');
  const key = { 'idempotency-key': 'k5' };
  const body = { project: project.id };
  const first = (await (
    await bench.post('switches', body, key)
  ).json()) as Switch;
  const again = (await (
    await bench.post('switches', body, key)
  ).json()) as Switch;
  const rows = await bench.store
    .selectFrom('idempotency')
    .selectAll()
    .execute();

  expect(again.ticket).toBe(first.ticket);
  expect(JSON.stringify(rows)).not.toContain(first.ticket);
});

test('whether it lives can be asked by everybody', async () => {
  for (const path of ['healthz', 'readyz', 'api/v1/openapi.json']) {
    expect((await fetch(bench.home + path)).status).toBe(200);
  }
});
