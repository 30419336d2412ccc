import fc from 'fast-check';
import { BinderHubBench, IMAGE } from '../../testing/binderhub-bench.ts';
import {
  events,
  recordedEvent,
  recording,
  status
} from '../../testing/binderhub-server.ts';

let bench: BinderHubBench;

beforeEach(async () => {
  bench = await BinderHubBench.open();
});

afterEach(async () => {
  await bench.close();
});

const NAME = IMAGE.slice(0, IMAGE.lastIndexOf(':'));
const ready = (imageName = IMAGE) => events([{ phase: 'ready', imageName }]);

test('a build is followed to an image by digest', async () => {
  const digest = bench.push();
  bench.hub.reply(recording('02-first-build-ok'));

  expect(await bench.build()).toEqual({
    image: `${NAME}@${digest}`,
    label: 'ada/ocean:main',
    filled: false
  });
  expect(bench.phases).toEqual(['fetching', 'building', 'pushing']);
  expect(bench.text).toContain('Picked Git content provider.\n');
  expect(bench.text.match(/pushing layer/g)).toHaveLength(1);
});

test('BinderHub is asked for the commit, with our token, to build only', async () => {
  bench.push();
  bench.hub.reply(ready());
  await bench.build(bench.builder({ token: 's3cret' }));

  const [request] = bench.hub.requests;
  expect(request).toMatch(
    /^GET \/services\/binder\/build\/git\/https%3A%2F%2Fgit.test%2Fada%2Focean\/0bc1141a99651530b0ba7b10a84bf3dc58af795d\?build_only=true /
  );
  expect(request).toMatch(/^accept: text\/event-stream\r$/im);
  expect(request).toMatch(/^authorization: Bearer s3cret\r$/im);
});

test('wherever the network cuts an answer, it is the same build', async () => {
  const digest = bench.push();
  const reply = recording('02-first-build-ok');
  const place = fc.nat(reply.bytes.length);
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(place, { maxLength: 20 }), async cuts => {
      bench.hub.reply({ ...reply, cuts: cuts.sort((a, b) => a - b) });

      expect((await bench.build()).image).toBe(`${NAME}@${digest}`);
    }),
    { numRuns: 30 }
  );
});

test.each([
  [
    '04-dockerfile-run-false',
    'failed to build: failed to solve: executor failed running [/bin/sh -c false]: exit code: 1'
  ],
  ['01-no-buildx-plugin', 'The buildx plugin must be installed']
])('%s says why, and the stream that never ends is left', async (name, why) => {
  bench.hub.reply(recording(name));

  await expect(bench.build()).rejects.toMatchObject({
    code: 'build-failed',
    message: expect.stringContaining(why) as string,
    options: {
      values: { error: expect.stringContaining(why) as string },
      logTail: expect.arrayContaining([
        expect.stringContaining(why)
      ]) as string[]
    }
  });
  await bench.hub.hungUp(1);
  expect(bench.hub.requests).toHaveLength(1);
  expect(bench.text).not.toContain('Traceback');
});

test('a name that BinderHub cannot resolve is the network', async () => {
  bench.hub.reply(recording('00-airgapped-dataverse-lookup-fails'));

  await expect(bench.build()).rejects.toMatchObject({
    code: 'network',
    message: expect.stringContaining('cannot reach iqss.github.io') as string,
    options: {
      values: { host: 'iqss.github.io' },
      logTail: expect.arrayContaining([
        expect.stringContaining('iqss.github.io')
      ]) as string[]
    }
  });
});

test('an image that could not be pushed is told from one not built', async () => {
  bench.hub.reply(recording('19-push-failure'));

  await expect(bench.build()).rejects.toMatchObject({
    code: 'build-failed',
    message: expect.stringContaining('could not be pushed') as string,
    options: { values: { reason: 'push' } }
  });
});

test.each([
  ['05-unknown-provider', 'source-not-allowed'],
  ['06-bad-repo', 'source-not-found'],
  ['07-bad-ref', 'ref-not-found'],
  ['08-bad-protocol', 'source-not-allowed'],
  ['14-bad-build-token', 'build-failed'],
  ['20-auth-anonymous', 'build-failed'],
  ['22-build-only-without-api-only-mode', 'build-failed']
])('%s fails with %s at once', async (name, code) => {
  bench.hub.reply(recordedEvent(name));

  await expect(bench.build()).rejects.toMatchObject({ code });
  expect(bench.hub.requests).toHaveLength(1);
});

test.each([
  ['20-auth-no-scope', 'does not let the companion build'],
  ['22-build-only-without-api-only-mode', 'enable_api_only_mode']
])('%s tells the administrator what to do', async (name, sentence) => {
  bench.hub.reply(recordedEvent(name));

  await expect(bench.build()).rejects.toThrow(sentence);
});

test('an address without a BinderHub is said to have none', async () => {
  bench.hub.reply(status(404));

  await expect(bench.build()).rejects.toThrow('is no BinderHub');
});

test('what BinderHub says is ready, and the registry does not have, is no image', async () => {
  bench.hub.reply(recording('23-registry-without-push-secret'));

  await expect(
    bench.build(bench.builder({}, { host: '127.0.0.1:5055' }))
  ).rejects.toMatchObject({
    code: 'image-unavailable',
    options: { values: { reason: 'not-pushed' } }
  });
});

test('a registry that is away for a moment does not end a build', async () => {
  const digest = bench.push();
  bench.registry.fail(503, 4);
  bench.hub.reply(ready());

  expect((await bench.build()).image).toBe(`${NAME}@${digest}`);
});

test('leaving a build hangs up', async () => {
  bench.hub.reply(events([{ phase: 'building', message: 'on' }], 'stay'));
  const stop = new AbortController();
  const built = bench.build(bench.builder(), stop.signal);
  await bench.hub.asked(1);
  stop.abort('cancelled');

  await expect(built).rejects.toBe('cancelled');
  await bench.hub.hungUp(1);
});
