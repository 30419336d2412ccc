/** Resources of a project, chosen among the administrator's profiles. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SiteBench } from '../testing/site-bench.ts';

let bench: SiteBench;

beforeEach(async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'profiles-')), 'config.json');
  const profiles = [
    { id: 'small', label: 'Small: 1 GB' },
    { id: 'gpu', label: 'One GPU' }
  ];
  await writeFile(file, JSON.stringify({ kubernetes: { profiles } }));
  bench = await SiteBench.open(['--config', file]);
});

afterEach(() => bench.close());

const choose = (id: string, resources: unknown) =>
  bench.api(`projects/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resources })
  });

test('the profiles are told, without what is behind them', async () => {
  const me = (await (await bench.api('me')).json()) as {
    limits: { profiles: object[] };
  };
  expect(me.limits.profiles).toEqual([
    { id: 'small', label: 'Small: 1 GB' },
    { id: 'gpu', label: 'One GPU' }
  ]);
});

test('a server is started with the profile of its project', async () => {
  const { id } = await bench.built('ada/ocean');
  expect((await choose(id, 'gpu')).status).toBe(200);
  expect((await bench.project(id)).resources).toBe('gpu');

  const started = new Promise<string | undefined>(resolve => {
    bench.driver.starting = ({ profile }) => {
      resolve(profile);
      return Promise.resolve();
    };
  });
  await bench.post('switches', { project: id });

  expect(await started).toBe('gpu');
  await choose(id, null);
  expect((await bench.project(id)).resources).toBeUndefined();
});

test('a new project has the resources that were chosen for it', async () => {
  const source = 'ada/ocean';
  const refused = await bench.post('projects', { source, resources: 'huge' });
  expect(refused.status).toBe(400);
  const made = await bench.post('projects', { source, resources: 'gpu' });
  expect(await made.json()).toMatchObject({ project: { resources: 'gpu' } });
});

test('a profile that there is not is refused', async () => {
  const { id } = await bench.built('ada/ocean');
  const answer = await choose(id, 'huge');
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    code: 'invalid-request',
    field: 'resources'
  });
});
