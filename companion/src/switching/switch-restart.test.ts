/** The switches of users while the companion is stopped and started again. */
import { Presence } from '../events/presence.ts';
import { exited, ref, TIMES } from '../testing/switch-fixtures.ts';
import { SwitchScene } from '../testing/switch-scene.ts';

const scene = SwitchScene.perTest();
const { pass, begin, latest, saved } = scene;

beforeEach(scene.inAlpha);

const never = () => new Promise<void>(() => undefined);

/** All sockets close; servers go on. */
async function restart(): Promise<void> {
  await scene.bench.switcher.dispose();
  scene.bench.presence = new Presence();
  await scene.bench.create().recover();
  await pass(0);
}

it('a switch that was starting ends, and the user is told why', async () => {
  scene.bench.driver.starting = never;
  await begin('beta');
  await pass(0);
  await restart();
  expect(await latest()).toMatchObject({
    phase: 'failed',
    error: { code: 'interrupted', actions: ['stay', 'retry'] }
  });
  expect(await scene.bench.running()).toEqual(['alpha']);
});

it('where the old server stops first, its pages have time to come back', async () => {
  scene.bench.driver.strategy = 'recreate';
  scene.bench.builds.begin('gamma-1', 'gamma');
  await scene.bench.project('gamma');
  scene.bench.open('alpha', 'page');
  const { id } = await begin('gamma');
  await pass(0);
  await restart();
  await scene.bench.image('gamma', 'gamma-1');
  scene.bench.builds.end('gamma-1', { phase: 'built', image: 'gamma-1' });
  await pass(TIMES.savedDeadlineMs - 1);
  expect(await scene.bench.running()).toEqual(['alpha']);
  scene.bench.open('alpha', 'page');
  await saved(id, 'page', false, ['a.ipynb']);
  await pass(1);
  expect(await latest()).toMatchObject({
    phase: 'failed',
    error: { code: 'project-busy' }
  });
  expect(await scene.bench.running()).toEqual(['alpha']);
});

it.each([
  [
    'its stop',
    () => {
      scene.bench.driver.stopping = ({ name }) =>
        name === 'alpha' ? never() : Promise.resolve();
    }
  ],
  ['its start', () => undefined]
])(
  'an old server that was being started again is, from %s on',
  async (_, hold) => {
    scene.bench.driver.strategy = 'recreate';
    scene.bench.driver.starting = ({ project }) => {
      hold();
      return project === 'beta' ? Promise.reject(exited()) : never();
    };
    await begin('beta');
    await pass(0);
    expect((await latest()).phase).toBe('restoring-previous');
    scene.bench.driver.stopping = () => Promise.resolve();
    const over = restart();
    scene.bench.driver.starting = () => Promise.resolve();
    await over;
    expect(await latest()).toMatchObject({
      phase: 'failed',
      error: { code: 'server-exited', detail: exited().message }
    });
    expect(await scene.bench.running()).toEqual(['alpha']);
    expect(scene.bench.errors).toEqual([]);
  }
);

it('a switch that was ready waits for its pages to come back', async () => {
  scene.bench.open('alpha', 'page');
  const { id } = await begin('beta');
  await pass(0);
  await restart();
  await pass(TIMES.savedDeadlineMs - 1);
  expect((await latest()).phase).toBe('ready');
  scene.bench.open('alpha', 'page');
  await pass(3_600_000);
  expect((await latest()).phase).toBe('ready');

  await saved(id, 'page', true, []);
  await pass(0);
  expect((await latest()).phase).toBe('active');
});

it('a switch that was ready goes on when no page comes back', async () => {
  scene.bench.open('alpha', 'page');
  await begin('beta');
  await pass(0);
  await restart();
  await pass(TIMES.savedDeadlineMs);
  expect(await scene.bench.active()).toBe('beta');
});

it('a switch that was ready fails when its server died meanwhile', async () => {
  scene.bench.open('alpha', 'page');
  await begin('beta');
  await pass(0);
  await scene.bench.switcher.dispose();
  scene.bench.driver.exit(ref('beta'));
  await scene.bench.create().recover();
  await pass(0);
  expect((await latest()).error?.code).toBe('server-exited');
  expect(await scene.bench.running()).toEqual(['alpha']);
});

it('a switch that was active stops the old server', async () => {
  await begin('beta');
  await pass(0);
  await restart();
  expect(await scene.bench.running()).toEqual(['alpha', 'beta']);
  await pass(TIMES.stopGraceMs);
  expect((await latest()).phase).toBe('done');
  expect(await scene.bench.running()).toEqual(['beta']);
});

it('a server that is kept for unsaved work is still kept', async () => {
  const { id } = await scene.leaveUnsaved();
  await restart();
  scene.bench.open('alpha', 'page');
  await pass(3_600_000);
  expect(await scene.bench.running()).toEqual(['alpha', 'beta']);
  await saved(id, 'page', false, []);
  await pass(0);
  expect(await scene.bench.running()).toEqual(['beta']);
});

it('a stop that was interrupted is not taken up against unsaved work', async () => {
  scene.bench.driver.stopping = never;
  scene.bench.open('alpha', 'page');
  const { id } = await begin('beta');
  await pass(0);
  await saved(id, 'page', true, []);
  await pass(TIMES.arriveDeadlineMs);
  await saved(id, 'page', false, ['notes.md']);
  await restart();
  expect((await latest()).warning).toBe('previous-has-unsaved-work');
  expect(scene.bench.driver.stopped).toHaveLength(1);
});

it('a stop that hangs does not hold up the end of the service', async () => {
  scene.bench.driver.stopping = never;
  await begin('beta');
  await pass(TIMES.stopGraceMs);
  expect((await latest()).phase).toBe('stopping-previous');
  await scene.bench.switcher.dispose();
  expect((await latest()).phase).toBe('stopping-previous');
});

it('a journal that cannot be written for a while blocks nobody for ever', async () => {
  let full = false;
  const store = scene.bench.store.withPlugin({
    transformQuery: ({ node }) => {
      if (full && node.kind !== 'SelectQueryNode') {
        throw new Error('disk full');
      }
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result)
  });
  await scene.bench.switcher.dispose();
  scene.bench.create({ store });
  scene.bench.driver.starting = () => {
    full = true;
    return Promise.resolve();
  };
  await begin('beta');
  await pass(TIMES.stopGraceMs * 3);
  expect((await latest()).phase).toBe('starting');
  full = false;
  await pass(TIMES.stopGraceMs);
  expect((await latest()).phase).toBe('failed');
  expect(await scene.bench.running()).toEqual(['alpha']);
  expect(scene.bench.driver.stopped).toContainEqual(ref('beta'));
});
