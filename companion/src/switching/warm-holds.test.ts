/** Servers that come and go are not mistaken for ones of the same name. */
import { held, TIMES, USER } from '../testing/switch-fixtures.ts';
import { SwitchScene } from '../testing/switch-scene.ts';

const scene = SwitchScene.perTest();
const { pass, begin, saved } = scene;

beforeEach(scene.inAlpha);

it('a stale tab is not waited for by a later server of the same name', async () => {
  scene.bench.open('alpha', 'page');
  const { id } = await begin('beta');
  await pass(0);
  await saved(id, 'page', true, []);
  await pass(TIMES.arriveDeadlineMs);
  await begin('alpha');
  await pass(TIMES.stopGraceMs);
  expect(await scene.bench.running()).toEqual(['alpha']);
  await begin('beta');
  await pass(0);
  expect(await scene.bench.active()).toBe('beta');
});

it('a server that is being stopped is not switched to', async () => {
  scene.bench.keepWarm = 1;
  await scene.bench.switcher.dispose();
  scene.bench.create();
  await begin('beta');
  await pass(0);
  const stop = held();
  scene.bench.driver.stopping = stop.wait;
  const stopping = scene.bench.switcher.stopServer(USER, 'alpha');
  await stop.begun;
  await begin('alpha');
  await pass(0);
  expect(await scene.bench.active()).toBe('alpha-b');
  stop.release();
  await stopping;
  await pass(0);
  expect(await scene.bench.running()).toEqual(['alpha-b', 'beta']);
});

it('that a page was away once does not end a later hold', async () => {
  const { close } = await scene.leaveUnsaved();
  close();
  await pass(1);
  await begin('alpha');
  await pass(TIMES.arriveDeadlineMs * 2);
  expect(await scene.bench.running()).toEqual(['alpha']);

  await scene.leaveUnsaved();
  await pass(3_600_000);
  expect(await scene.bench.running()).toEqual(['alpha', 'beta']);
});

it('a page that came back in time is waited for, though a switch was under way', async () => {
  const { close } = await scene.leaveUnsaved();
  close();
  await scene.bench.project('gamma', 'gamma-1');
  const start = held();
  scene.bench.driver.starting = start.wait;
  await begin('gamma');
  await start.begun;
  scene.bench.open('alpha', 'page');
  await pass(TIMES.arriveDeadlineMs);
  start.release();
  await pass(TIMES.arriveDeadlineMs);
  expect(await scene.bench.running()).toEqual(['alpha', 'gamma']);
});
