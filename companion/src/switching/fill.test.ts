/** A project whose folder is filled from its image before its server starts. */
import { held, TIMES } from '../testing/switch-fixtures.ts';
import { SwitchScene } from '../testing/switch-scene.ts';

const scene = SwitchScene.perTest();
const { pass, begin, latest } = scene;

test('a fill takes as long as it takes, and tells how far it is', async () => {
  const filling = held();
  scene.bench.volume.folders.delete('beta');
  scene.bench.driver.fill = async (_plan, { report, signal }) => {
    report('Copying files · 41 MB');
    await filling.wait();
    signal.throwIfAborted();
  };
  await begin('beta');
  await pass(3 * TIMES.startTimeoutMs);
  expect(await latest()).toMatchObject({
    phase: 'starting',
    message: 'Copying files · 41 MB'
  });
  filling.release();
  await pass(0);
  expect((await latest()).phase).toBe('done');
});

test('a folder that is there is not filled', async () => {
  const fill = jest.fn(() => Promise.resolve());
  scene.bench.driver.fill = fill;
  await begin('beta');
  await pass(0);
  expect((await latest()).phase).toBe('done');
  expect(fill).not.toHaveBeenCalled();
});
