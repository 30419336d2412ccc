import { SwitchScene } from '../testing/switch-scene.ts';
import { TIMES, USER } from '../testing/switch-fixtures.ts';
import { RESCUE } from '../drivers/slug.ts';

const scene = SwitchScene.perTest();

const plans = () => scene.bench.driver.started;

/** Wait until a switch has ended, and the server that was left has stopped. */
async function over(done: Promise<unknown>): Promise<void> {
  await scene.pass(TIMES.stopGraceMs);
  await done;
}

async function rescued(): Promise<void> {
  await over(scene.bench.switchTo(RESCUE));
}

async function failed(project: string): Promise<void> {
  scene.bench.driver.starting = () => Promise.reject(new Error('broken'));
  const end = scene.bench.reaches('failed');
  await scene.begin(project);
  await scene.pass(0);
  await end;
  scene.bench.driver.starting = () => Promise.resolve();
}

test('the rescue server runs the image that last started, without a folder', async () => {
  await scene.inAlpha();
  await failed('beta');

  await rescued();

  expect(plans().at(-1)).toMatchObject({
    server: { user: USER, name: 'rescue' },
    image: 'alpha-1',
    folder: null,
    seed: false
  });
  expect(await scene.bench.active()).toBe('rescue');
});

test('an image whose last start failed is not taken for one that starts', async () => {
  await scene.inAlpha();
  await scene.bench.driver.stop({ user: USER, name: 'alpha' });
  await failed('alpha');
  expect(await scene.bench.switcher.canRescue(USER)).toBe(false);
  await expect(scene.begin(RESCUE)).rejects.toMatchObject({
    code: 'image-unavailable'
  });
});

test("the platform's own image comes first", async () => {
  await scene.inAlpha();
  scene.bench.driver.rescueImage = 'known-good';
  await rescued();
  expect(plans().at(-1)).toMatchObject({ image: 'known-good' });
});

test('it stops when the user goes to a project, also where servers are kept', async () => {
  scene.bench.driver.rescueImage = 'known-good';
  scene.bench.keepWarm = 1;
  await rescued();
  await over(scene.bench.switchTo('alpha'));
  expect(await scene.bench.running()).toEqual(['alpha']);
});

test('two clicks open one', async () => {
  scene.bench.driver.rescueImage = 'known-good';
  await rescued();
  const again = await scene.begin(RESCUE);
  expect(again).toMatchObject({ phase: 'done', project: RESCUE });
  expect(plans()).toHaveLength(1);
});
