/** Switches where two servers cannot run at once. */
import { exited, ref, TIMES, USER } from '../../testing/switch-fixtures.ts';
import { SwitchScene } from '../../testing/switch-scene.ts';

const scene = SwitchScene.perTest();
const { pass, begin, latest, phases, saved } = scene;
/** How many servers ran at once, at most. */
let most = 0;

beforeEach(async () => {
  scene.bench.driver.strategy = 'recreate';
  scene.bench.driver.starting = async () => {
    most = Math.max(most, (await scene.bench.running()).length + 1);
  };
  await scene.inAlpha();
  most = 0;
});

it('stops the old server first, and nothing else changes', async () => {
  await begin('beta');
  await pass(0);
  expect(await phases()).toEqual([
    'waiting',
    'stopping-previous',
    'starting',
    'ready',
    'active',
    'done'
  ]);
  expect(most).toBe(1);
  expect(await scene.bench.running()).toEqual(['beta']);
});

it('lets the open pages save before', async () => {
  scene.bench.open('alpha', 'page');
  const { id } = await begin('beta');
  await pass(TIMES.savedDeadlineMs - 1);
  expect(await scene.bench.running()).toEqual(['alpha']);
  await saved(id, 'page', false, []);
  await pass(0);
  expect(await scene.bench.running()).toEqual(['beta']);
});

it('does not stop a server where a page has unsaved work', async () => {
  scene.bench.open('alpha', 'page');
  const { id } = await begin('beta');
  await pass(0);
  await saved(id, 'page', true, ['notes.md']);
  await pass(0);
  expect(await latest()).toMatchObject({
    phase: 'failed',
    error: { code: 'project-busy' }
  });
  expect(scene.bench.driver.stopped).toEqual([]);
});

it('starts the old server again when the new one fails', async () => {
  scene.bench.driver.starting = ({ project }) =>
    project === 'beta' ? Promise.reject(exited()) : Promise.resolve();
  await begin('beta');
  await pass(0);
  expect(await phases()).toEqual([
    'waiting',
    'stopping-previous',
    'starting',
    'restoring-previous',
    'failed'
  ]);
  expect((await latest()).error?.code).toBe('server-exited');
  expect(await scene.bench.running()).toEqual(['alpha']);
  expect(scene.bench.driver.started.at(-1)).toMatchObject({
    server: ref('alpha'),
    image: 'alpha-1'
  });
});

it('starts the old server again when it is cancelled', async () => {
  scene.bench.driver.starting = ({ project }) =>
    project === 'beta' ? new Promise(() => undefined) : Promise.resolve();
  const { id } = await begin('beta');
  await pass(0);
  const { phase } = await scene.bench.switcher.cancel(USER, id);
  expect(phase).toBe('cancelled');
  expect(await scene.bench.running()).toEqual(['alpha']);
});

it('says so when neither server starts', async () => {
  scene.bench.driver.starting = () => Promise.reject(exited());
  await begin('beta');
  await pass(0);
  expect((await latest()).error?.detail).toMatch(/Neither server started/);
  expect(await scene.bench.active()).toBe('alpha');
});
