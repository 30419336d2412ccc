import { sql } from 'kysely';
import { send } from '../testing/gateway.ts';
import { SiteBench } from '../testing/site-bench.ts';

let bench: SiteBench;

beforeEach(async () => {
  bench = await SiteBench.open();
});
afterEach(() => bench.close());

const ready = async () => {
  const answer = await fetch(`${bench.home}readyz`);
  return [answer.status, (await answer.json()) as unknown] as const;
};
const gone = () => Promise.reject(new Error('no route to host'));

it('is ready when the store takes writes and the platform answers', async () => {
  expect(await ready()).toEqual([
    200,
    { ready: true, store: 'ok', driver: 'ok' }
  ]);
});

it('is not ready before the platform has answered once', async () => {
  bench.driver.answers = gone;

  expect((await ready())[0]).toBe(503);
});

it('stays ready while the platform is away later, and says so', async () => {
  await ready();
  bench.driver.answers = gone;

  expect(await ready()).toEqual([
    200,
    { ready: true, store: 'ok', driver: 'away' }
  ]);
});

it('is not ready while the store can only be read', async () => {
  await sql`pragma query_only = on`.execute(bench.store);

  expect(await ready()).toEqual([
    503,
    { ready: false, store: 'failed', driver: 'ok' }
  ]);
  expect((await fetch(`${bench.home}healthz`)).status).toBe(200);
});

it('answers probes under any name, and only them', async () => {
  const headers = { host: '10.0.0.7:8080' };
  const { port } = bench.listening;
  const status = async (path: string) =>
    (await send(port, `/services/projects/${path}`, { headers })).status;

  expect(await status('readyz')).toBe(200);
  expect(await status('metrics')).toBe(200);
  expect(await status('')).toBe(403);
  expect(await status('readyz/../')).toBe(403);
});
