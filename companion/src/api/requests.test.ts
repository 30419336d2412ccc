import { Problem } from '../contract/contract.ts';
import { untilAborted } from '../testing/fake-builder.ts';
import { SiteBench } from '../testing/site-bench.ts';

let bench: SiteBench;
beforeEach(async () => {
  bench = await SiteBench.open();
});
afterEach(() => bench.close());

const codeOf = async (answer: Response) =>
  Problem.parse(await answer.json()).code;

test.each(['API/v1/me', 'api/V1/projects', 'api/v1/ME', 'HEALTHZ', 'METRICS'])(
  '%s is another address than that in small letters',
  async path => {
    const answer = await fetch(new URL(path, bench.home));

    expect(answer.status).toBe(path.startsWith('api/v1/') ? 401 : 404);
    expect(bench.errors).toEqual([]);
  }
);

test('a body is JSON, small and exactly what is asked for', async () => {
  const send = (body: string, type = 'application/json') =>
    bench.api('projects', {
      method: 'POST',
      headers: { 'content-type': type },
      body
    });
  const large = JSON.stringify({ source: 'a'.repeat(20_000) });

  expect(await codeOf(await send('{'))).toBe('invalid-request');
  expect(await codeOf(await send('a=b', 'text/plain'))).toBe('invalid-request');
  expect(await codeOf(await send('{"source":"a/b","x":1}'))).toBe(
    'invalid-request'
  );
  const refused = await send(large);
  expect(refused.status).toBe(413);
  expect(await codeOf(refused)).toBe('payload-too-large');
  expect(bench.resolutions).toBe(0);
});

test('a body that is nested deeply is refused in a sentence', async () => {
  const body = `{"source":${'['.repeat(8000)}${']'.repeat(8000)}}`;
  const answer = await bench.api('projects', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'deep' },
    body
  });

  expect(await codeOf(answer)).toBe('invalid-request');
  expect(bench.errors).toEqual([]);
});

test('a look ends when who asked for it has left', async () => {
  const begun = Promise.withResolvers<undefined>();
  const ended = Promise.withResolvers<undefined>();
  bench.builder.inspect = (_source?: unknown, signal?: AbortSignal) => {
    begun.resolve(undefined);
    return untilAborted(signal!).finally(() => {
      ended.resolve(undefined);
    });
  };
  const gone = new AbortController();
  const asked = bench
    .api('sources/resolve', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source: 'ada/ocean' }),
      signal: gone.signal
    })
    .catch((error: unknown) => error);
  await begun.promise;
  gone.abort();

  await ended.promise;
  await asked;
  expect(bench.errors).toEqual([]);
});
