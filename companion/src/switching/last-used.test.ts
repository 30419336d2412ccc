/** A project counts as used until the user leaves it, or its server stops. */
import { SwitchScene } from '../testing/switch-scene.ts';
import { ref, TIMES, USER } from '../testing/switch-fixtures.ts';

const scene = SwitchScene.perTest();
const { pass, inAlpha, begin, lastUsed } = scene;

/** Longer than any wait of a switch. */
const LATER = 2 * TIMES.arriveDeadlineMs;

test('a project that is opened is in use', async () => {
  expect(await lastUsed('alpha')).toBeUndefined();
  await inAlpha();
  expect(await lastUsed('alpha')).toBe(Date.now());
});

test('a project that is left was in use until then', async () => {
  await inAlpha();
  await pass(LATER);
  const left = Date.now();
  await begin('beta');
  await pass(0);
  expect(await lastUsed('alpha')).toBe(left);
  await pass(LATER);
  expect(await lastUsed('alpha')).toBe(left);
});

test('a project whose server is stopped was in use until then', async () => {
  await inAlpha();
  await pass(LATER);
  await scene.bench.switcher.stopServer(USER, 'alpha');
  expect(await lastUsed('alpha')).toBe(Date.now());
});

test('a project whose server ends by itself was in use until then', async () => {
  await inAlpha();
  await pass(LATER);
  scene.bench.driver.exit(ref('alpha'));
  const ended = Date.now();
  await pass(LATER);
  expect(await lastUsed('alpha')).toBe(ended);
});

test('a project whose start failed was not used', async () => {
  await inAlpha();
  scene.bench.driver.starting = () => Promise.reject(new Error('no room'));
  await begin('beta');
  await pass(LATER);
  expect(await lastUsed('beta')).toBeUndefined();
});
