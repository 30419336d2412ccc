import type { Driver } from '../drivers/driver.ts';
import { Failed } from '../base/errors.ts';
import { SwitchBench, USER } from '../testing/switch-fixtures.ts';
import { environmentOf } from './targets.ts';

let bench: SwitchBench;

beforeEach(async () => {
  bench = new SwitchBench();
  await bench.project('beta', 'beta-2', 'beta-1');
});

afterEach(() => bench.close());

const begin = (image?: string) =>
  bench.switcher.start(USER, {
    project: 'beta',
    ...(image === undefined ? {} : { image })
  });

/** Return the reason why nothing was begun. */
async function refusal(image?: string): Promise<unknown> {
  const error: unknown = await begin(image).catch((reason: unknown) => reason);
  expect(await bench.switcher.latest(USER)).toBeUndefined();
  return error;
}

/** Return the plan that was started, once its server is ready. */
async function started() {
  const ready = bench.reaches('ready');
  await begin();
  await ready;
  return bench.driver.started[0];
}

describe('the image', () => {
  it('is the newest that can be started', async () => {
    bench.images.delete('beta-2');
    expect((await started())?.image).toBe('beta-1');
  });

  it('is the one that was asked for', async () => {
    const ready = bench.reaches('ready');
    await begin('beta-1');
    await ready;
    expect(bench.driver.started[0]?.image).toBe('beta-1');
  });

  it('must be one of the project', async () => {
    await bench.project('other', 'other-1');
    expect(await refusal('other-1')).toMatchObject({
      code: 'image-unavailable',
      options: { actions: ['previous-image', 'stay'] }
    });
  });

  it('must be there still', async () => {
    bench.images.clear();
    expect(await refusal('beta-1')).toMatchObject({
      code: 'image-unavailable',
      options: { actions: ['stay'] }
    });
    expect(await refusal()).toMatchObject({ code: 'image-unavailable' });
  });

  it('is not waited for while an older one can be started', async () => {
    bench.builds.begin('beta-3', 'beta');
    expect((await started())?.image).toBe('beta-2');
  });
});

describe('a build under way', () => {
  beforeEach(() => {
    bench.images.clear();
    bench.builds.begin('beta-3', 'beta');
  });

  it('is waited for, and its image is started', async () => {
    const building = bench.reaches('building');
    const ready = bench.reaches('ready');
    await begin();
    await building;
    await bench.image('beta', 'beta-3', -1);
    bench.builds.end('beta-3', { phase: 'built', image: 'beta-3' });
    expect((await ready).steps.map(step => step.phase)).toEqual([
      'waiting',
      'building',
      'starting',
      'ready'
    ]);
    expect(bench.driver.started[0]?.image).toBe('beta-3');
  });

  it('fails the switch with its own reason', async () => {
    const building = bench.reaches('building');
    const failed = bench.reaches('failed');
    await begin();
    await building;
    bench.builds.end('beta-3', {
      phase: 'failed',
      error: {
        type: 'urn:x',
        title: 'x',
        status: 422,
        code: 'requirement-not-found',
        detail: 'numpy has no version 9.9.',
        file: 'requirements.txt',
        line: 3,
        logTail: ['No solution found'],
        actions: []
      }
    });
    expect((await failed).error).toMatchObject({
      code: 'requirement-not-found',
      detail: 'numpy has no version 9.9.',
      file: 'requirements.txt',
      line: 3,
      logTail: ['No solution found'],
      actions: ['view-log', 'retry', 'stay']
    });
    expect((await failed).steps.map(step => step.phase)).toEqual([
      'waiting',
      'building',
      'failed'
    ]);
  });

  it('of the project that the user is in is waited for, with an older image there', async () => {
    bench.images.add('beta-2');
    await bench.switchTo('beta', 'beta-2');
    const building = bench.reaches('building');
    const ready = bench.reaches('ready');
    const { from } = await begin();
    await building;
    await bench.image('beta', 'beta-3', -1);
    bench.builds.end('beta-3', { phase: 'built', image: 'beta-3' });
    await ready;
    expect(from).toBe('beta');
    expect(bench.driver.started.map(plan => plan.image)).toEqual([
      'beta-2',
      'beta-3'
    ]);
  });

  it('that is cancelled fails the switch', async () => {
    const building = bench.reaches('building');
    const failed = bench.reaches('failed');
    await begin();
    await building;
    bench.builds.end('beta-3', { phase: 'cancelled' });
    expect((await failed).error?.code).toBe('build-failed');
  });

  it('goes on when the switch is cancelled', async () => {
    const building = bench.reaches('building');
    const { id } = await begin();
    await building;
    const { phase } = await bench.switcher.cancel(USER, id);
    expect(phase).toBe('cancelled');
    expect(bench.builds.builds.get('beta-3')?.phase).toBe('building');
  });
});

describe('the folder', () => {
  it('that is missing is named before anything is begun', async () => {
    bench.volume.folders.clear();
    expect(await refusal()).toMatchObject({
      code: 'folder-missing',
      options: { values: { folder: 'beta' } }
    });
  });

  it.each(['link', 'file'] as const)('is never a %s', async kind => {
    bench.volume.put('beta', kind);
    expect(await refusal()).toMatchObject({ code: 'folder-missing' });
  });

  it('is waited for while it is being filled', async () => {
    bench.volume.folders.clear();
    bench.builds.begin('beta-3', 'beta');
    const building = bench.reaches('building');
    const ready = bench.reaches('ready');
    await begin();
    await building;
    await bench.image('beta', 'beta-3', -1);
    bench.volume.put('beta');
    bench.builds.end('beta-3', { phase: 'built', image: 'beta-3' });
    await ready;
    expect(bench.driver.started[0]?.seed).toBe(false);
  });

  it('is filled by the first start where the builder does not', async () => {
    bench.volume.folders.clear();
    bench.create({ driver: onCluster(bench.driver) });
    expect((await started())?.seed).toBe(true);
  });
});

/** The same driver, which fills folders from images. */
function onCluster(driver: Driver): Driver {
  return {
    fill: () => Promise.resolve(),
    strategy: driver.strategy,
    start: (plan, progress) => driver.start(plan, progress),
    stop: server => driver.stop(server),
    list: user => driver.list(user),
    known: user => driver.known(user),
    answers: () => driver.answers(),
    endpoint: server => driver.endpoint(server),
    onExit: listener => driver.onExit(listener),
    dispose: () => driver.dispose()
  };
}

test('a project that is not there is not found', async () => {
  const error: unknown = await bench.switcher
    .start(USER, { project: 'gone' })
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Failed);
  expect(error).toMatchObject({ code: 'not-found' });
});

test('a server knows where its project came from', () => {
  const source = {
    url: 'https://github.com/gesis/ocean-heat',
    provider: 'gh',
    spec: 'gesis/ocean-heat/main',
    ref: 'main',
    commit: 'a'.repeat(40)
  };
  expect(
    environmentOf(
      { source },
      '/projects',
      'https://hub.test/services/projects/'
    )
  ).toEqual({
    PROJECTS_ROOT: '/projects',
    BINDER_LAUNCH_HOST: 'https://hub.test/services/projects/',
    BINDER_REPO_URL: 'https://github.com/gesis/ocean-heat',
    BINDER_REF_URL: `https://github.com/gesis/ocean-heat/tree/${source.commit}`,
    BINDER_REQUEST: 'v2/gh/gesis/ocean-heat/main',
    BINDER_PERSISTENT_REQUEST: `v2/gh/gesis/ocean-heat/${source.commit}`
  });
  expect(environmentOf({ source: undefined }, '/projects')).toEqual({
    PROJECTS_ROOT: '/projects'
  });
});
