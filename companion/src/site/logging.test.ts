import { Writable } from 'node:stream';
import { createLog, withoutSecrets } from './logging.ts';
import { NAVIGATE, send } from '../testing/gateway.ts';
import { SiteBench, TOKEN } from '../testing/site-bench.ts';
import type { Switch } from '../contract/contract.ts';

/** Collects what is written. */
function lines() {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    }
  });
  return {
    stream,
    get text() {
      return text;
    },
    get all() {
      return text
        .trim()
        .split('\n')
        .map(line => JSON.parse(line) as Record<string, unknown>);
    }
  };
}

it('a switch is told of by its id, and no secret of it is in the log', async () => {
  const written = lines();
  const bench = await SiteBench.open(['--keep-warm', '0'], {
    log: createLog('debug', written.stream)
  });
  const tokens: string[] = [];
  const { driver, services } = bench;
  driver.starting = ({ token }) => {
    tokens.push(token);
    return tokens.length === 1
      ? Promise.resolve()
      : Promise.reject(
          Object.assign(
            new Error(`GET http://10.0.0.1/api?token=${token} failed`),
            { response: { headers: { authorization: `token ${token}` } } }
          )
        );
  };
  try {
    const first = await bench.built('ada/penguins');
    const second = await bench.built('ada/iris');
    const page = await send(
      bench.listening.port,
      `/services/projects/?token=${TOKEN}`,
      { headers: { ...NAVIGATE, host: new URL(bench.origin).host } }
    );
    const cookie = String(page.headers['set-cookie']?.[0]).split(';')[0] ?? '';
    const tickets: string[] = [];
    const ids: string[] = [];
    for (const { id } of [first, second]) {
      const ended = new Promise(resolve => {
        services.events.observe((_, { event, data }) => {
          if (event === 'switch' && data.endedAt !== undefined) {
            resolve(undefined);
          }
        });
      });
      const answer = await bench.post('switches', { project: id });
      const begun = (await answer.json()) as Switch;
      tickets.push(begun.ticket ?? '');
      ids.push(begun.id);
      await ended;
    }
    await send(bench.listening.port, '/user/ada/penguins/lab', {
      headers: { ...NAVIGATE, cookie, host: new URL(bench.origin).host }
    });

    const told = written.all.filter(line => line.switch === ids[0]);
    expect(told.map(line => line.phase)).toEqual(
      expect.arrayContaining(['starting', 'ready', 'active', 'done'])
    );
    expect(told[0]).toMatchObject({ user: 'ada', level: 'info' });
    expect(
      written.all.find(
        line =>
          line.switch === ids[1] && line.msg === 'A switch failed and is undone'
      )
    ).toMatchObject({ err: { message: expect.any(String) as string } });
    const secrets = [TOKEN, ...tokens, ...tickets, cookie.split('=')[1] ?? ''];
    expect(secrets).toHaveLength(6);
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(16);
      expect(written.text).not.toContain(secret);
    }
  } finally {
    await bench.close();
  }
});

it.each([
  ['an object', { token: 'hush-hush' }],
  ['something in it', { plan: { server: { secret: 'hush-hush' } } }],
  ['headers', { req: { headers: { cookie: 'a=hush-hush' } } }],
  ['a URL', { url: 'http://host/?a=1&token=hush-hush&b=2' }],
  ['a password in a URL', { url: 'http://ada:hush-hush@host/' }],
  ['a header', { line: 'authorization: Bearer hush-hush' }],
  ['a ticket', { line: 'Ticket hush-hush' }],
  ['text in text', { body: JSON.stringify({ token: 'hush-hush' }) }],
  ['a cookie', { line: 'projects-session-443=hush-hush' }],
  ['an error', { err: new Error('?token=hush-hush') }],
  [
    'what hangs on an error',
    { err: Object.assign(new Error('no'), { body: 'hush-hush' }) }
  ],
  [
    'the cause of an error',
    { err: new Error('no', { cause: new Error('token=hush-hush') }) }
  ]
])('a secret in %s is not written', (_, about) => {
  const written = lines();
  createLog('info', written.stream).error(about, 'wrong');

  expect(written.text).not.toContain('hush');
  expect(written.all).toHaveLength(1);
});

it('a user is told of by the slug that pods have', () => {
  const written = lines();
  createLog('info', written.stream).info({ user: 'Ada@example.org' }, 'hello');

  expect(written.all[0]?.user).toMatch(/^ada-example-or-[0-9a-f]{10}$/);
});

it('leaves what only looks like a secret', () => {
  const line = '{"msg":"The token is not valid","phase":"starting"}';

  expect(withoutSecrets(line)).toBe(line);
});
