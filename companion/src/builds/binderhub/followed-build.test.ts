import type { Failed } from '../../base/errors.ts';
import { BinderHubBench, IMAGE } from '../../testing/binderhub-bench.ts';
import {
  cutAfter,
  events,
  recordedEvent,
  recording,
  startBinderHub,
  status
} from '../../testing/binderhub-server.ts';

let bench: BinderHubBench;

beforeEach(async () => {
  bench = await BinderHubBench.open();
});

afterEach(async () => {
  await bench.close();
});

const ready = events([{ phase: 'ready', imageName: IMAGE }]);
const building = (then: 'end' | 'stay' | 'reset') =>
  events([{ phase: 'building', message: 'on' }], then);

test.each([
  ['a restart of BinderHub', cutAfter('02-first-build-ok', '#0 building')],
  ['an end without an answer', recording('29-31-unpinned-kubernetes-client')],
  ['an error of BinderHub’s own', recordedEvent('18-registry-down-at-check')],
  ['a proxy without a BinderHub', status(503)]
])('after %s the same commit is asked for again', async (_what, reply) => {
  bench.push();
  bench.hub.reply(reply, ready);

  await bench.build();

  const [first, second] = bench.hub.requests;
  expect(bench.hub.requests).toHaveLength(2);
  expect(second).toBe(first);
  expect(bench.text).toContain('Asking again');
});

test('a build that goes on is followed where it is', async () => {
  const image =
    '127.0.0.1:5000/binder-git-3a-2f-2f10-2e99-2e0-2e1-3a8588-2fkslow-2egit-de8b82:5dde5feaf99bb8a5f6e27c7775e71dd3ddb05aa7';
  const digest = bench.push(image);
  bench.hub.reply(
    { ...recording('30a-k8s-first-client-cut'), then: 'reset' },
    recording('30b-k8s-reattach')
  );

  const built = await bench.build();

  expect(built.image).toBe(
    `${image.slice(0, image.lastIndexOf(':'))}@${digest}`
  );
  expect(bench.phases).toEqual(['fetching', 'building', 'pushing']);
});

test('silence ends a connection, not a build', async () => {
  bench.push();
  bench.hub.reply(building('stay'), ready);

  await bench.build(bench.builder({ idleMs: 50 }));

  expect(bench.text).toContain('Nothing came from BinderHub any more.');
});

test('keepalives are no silence, but the clock of the wall goes on', async () => {
  const keepalives = Buffer.from(
    'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n:keepalive\n\n'
  );
  bench.hub.reply({ bytes: keepalives, then: 'stay' });

  await expect(
    bench.build(bench.builder({ wallMs: 2_000 }))
  ).rejects.toMatchObject({
    code: 'build-failed',
    options: { values: { reason: 'too-long' } }
  });
  await bench.hub.hungUp(1);
  expect(bench.hub.requests).toHaveLength(1);
});

test('a BinderHub that stays away is given up', async () => {
  bench.hub.reply(status(503), building('reset'), status(502));

  await expect(bench.build(bench.builder({ retryMs: 20 }))).rejects.toThrow(
    'BinderHub does not answer (502). It was asked again for'
  );
});

test('a BinderHub that restarts behind a proxy is waited for', async () => {
  bench.push();
  const away = Array.from({ length: 8 }, () => status(503));
  bench.hub.reply(building('reset'), ...away, ready);

  await bench.build();

  expect(bench.hub.requests).toHaveLength(10);
});

test('a BinderHub that lost sight of its pod is asked again', async () => {
  bench.push();
  bench.hub.reply(
    { ...recording('29-30a-unpinned-kubernetes-client'), then: 'stay' },
    ready
  );

  await bench.build();

  expect(bench.text).toContain('lost sight of the build. Asking again');
});

test('a build that waits long is not given up for connections that end', async () => {
  bench.push();
  const waiting = events([{ phase: 'waiting', message: 'on' }], 'stay');
  bench.hub.reply(waiting, waiting, waiting, ready);
  const clock = { time: 0 };
  const builder = bench.builder(
    { idleMs: 20, retryMs: 1_000 },
    {},
    () => new Date((clock.time += 700))
  );

  await bench.build(builder);

  expect(bench.hub.requests).toHaveLength(4);
});

test('nobody at the address is said so', async () => {
  const gone = await startBinderHub();
  const { url } = gone;
  await gone.close();

  await expect(
    bench.build(bench.builder({ url, retryMs: 5 }))
  ).rejects.toMatchObject({ code: 'network' });
});

test('who accepts and then says nothing is not connected', async () => {
  const url = bench.hub.url.replace('http:', 'https:');

  await expect(
    bench.build(bench.builder({ url, connectMs: 50, retryMs: 5 }))
  ).rejects.toThrow('cannot be reached');
});

test('errors of BinderHub’s own are told after the fourth', async () => {
  bench.hub.reply(recordedEvent('18-registry-down-at-check'));

  await expect(bench.build()).rejects.toThrow('answers with an error (500)');
  expect(bench.hub.requests).toHaveLength(4);
});

/** A refusal as BinderHub sends it: an event of a 200, with its limit. */
const limited = (reset: number) => ({
  bytes: Buffer.from(
    [
      'HTTP/1.1 200 OK',
      'Content-Type: text/event-stream',
      `X-Ratelimit-Reset: ${String(reset)}`,
      '',
      'data: {"phase": "failed", "status_code": 429, "message": "Rate limit"}',
      '',
      ''
    ].join('\r\n')
  ),
  then: 'end' as const
});

test.each([
  ['seconds', status(429, 'retry-after: 3000')],
  [
    'a date',
    status(429, `retry-after: ${new Date(Date.now() + 3e6).toUTCString()}`)
  ],
  ['BinderHub’s clock', limited(Math.floor(Date.now() / 1000) + 3000)]
])('who says in %s when to come back is not asked before', async (_, reply) => {
  bench.hub.reply(reply);

  const failure: unknown = await bench.build().catch((error: unknown) => error);

  expect(failure).toMatchObject({ code: 'rate-limited' });
  const { retryAfter = 0 } = (failure as Failed).options;
  expect(retryAfter).toBeGreaterThan(2_000);
  expect(retryAfter).toBeLessThanOrEqual(3_000);
  expect(bench.hub.requests).toHaveLength(1);
});

test.each([
  ['in a moment', status(429, 'retry-after: 5')],
  ['nothing of when', status(429)]
])('who says %s is asked again', async (_, reply) => {
  bench.push();
  bench.hub.reply(reply, ready);

  await bench.build();

  expect(bench.hub.requests).toHaveLength(2);
});
