import { exited, ref, USER } from '../testing/switch-fixtures.ts';
import { SwitchScene } from '../testing/switch-scene.ts';
import { Records } from './records.ts';

const scene = SwitchScene.perTest();
const { pass, begin, latest } = scene;

const kept = () => new Records(scene.bench.store).failedStarts.of(USER);

/** Begin a switch whose server dies; resolves with its id. */
async function fails(error = exited()): Promise<string> {
  scene.bench.driver.starting = () => Promise.reject(error);
  const { id } = await begin('beta');
  await pass(0);
  return id;
}

test('what a server printed is there when the server is not', async () => {
  const id = await fails();

  expect(await scene.bench.switcher.startLog(USER, id)).toContain('Starting');
  expect((await kept()).get('beta')).toMatchObject({
    switch: id,
    error: { code: 'server-exited' }
  });
  expect(JSON.stringify(scene.bench.published)).not.toContain('Starting\\n');
});

test('it is nobody else’s', async () => {
  const id = await fails();

  await expect(scene.bench.switcher.startLog('bob', id)).rejects.toMatchObject({
    code: 'not-found'
  });
});

test('a start that fails again takes its place', async () => {
  const first = await fails();
  const second = await fails();

  expect((await kept()).get('beta')?.switch).toBe(second);
  await expect(
    scene.bench.switcher.startLog(USER, first)
  ).rejects.toMatchObject({ code: 'not-found' });
});

test('a start that succeeds ends it', async () => {
  await fails();
  scene.bench.driver.starting = () => Promise.resolve();
  await begin('beta');
  await pass(0);

  expect((await latest()).phase).toBe('done');
  expect(await kept()).toEqual(new Map());
});

test('it goes with its project', async () => {
  await fails();
  await scene.bench.store
    .deleteFrom('projects')
    .where('id', '=', 'beta')
    .execute();

  expect(await kept()).toEqual(new Map());
});

test('a switch that fails before the start is none', async () => {
  scene.bench.images.delete('beta-1');
  scene.bench.builds.begin('b1', 'beta');
  await begin('beta');
  await pass(0);
  scene.bench.builds.end('b1', { phase: 'failed' });
  await pass(0);

  expect((await latest()).phase).toBe('failed');
  expect(await kept()).toEqual(new Map());
});

test('a log that is not there is not offered', async () => {
  await fails(new Error('unforeseen') as never);

  expect((await latest()).error?.actions).not.toContain('view-log');
});

describe('a server that ends by itself after it was ready', () => {
  const dies = async (project: string, why = exited()) => {
    scene.bench.driver.exit(ref(project), why);
    await pass(0);
  };

  it('leaves what it printed, also when it is the active one', async () => {
    await scene.inAlpha();
    const { id } = await latest();
    await dies('alpha');

    expect((await kept()).get('alpha')).toMatchObject({
      switch: id,
      ready: true,
      error: { code: 'server-exited' }
    });
    expect(await scene.bench.switcher.startLog(USER, id)).toContain('Starting');
  });

  it('leaves nothing when it ended in order', async () => {
    await scene.inAlpha();
    scene.bench.driver.exit(ref('alpha'));
    await pass(0);

    expect(await kept()).toEqual(new Map());
  });

  it('is forgotten when it starts again', async () => {
    await scene.inAlpha();
    await dies('alpha');
    await scene.inAlpha();

    expect(await kept()).toEqual(new Map());
  });

  it('is told by the switch that goes to it, where there is one', async () => {
    await scene.inAlpha();
    scene.bench.open('alpha', 'page');
    const { id } = await begin('beta');
    await pass(0);
    expect((await latest()).phase).toBe('ready');
    await dies('beta');

    expect((await latest()).error?.actions).toContain('view-log');
    expect((await kept()).get('beta')).toMatchObject({
      switch: id,
      ready: false
    });
    expect(await scene.bench.running()).toEqual(['alpha']);
  });
});
