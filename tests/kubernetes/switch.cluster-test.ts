/** The whole companion on the real cluster: switches, and those that fail. */
import { CompanionBench } from './companion-bench.ts';
import { quickImage } from './quick-image.ts';

let bench: CompanionBench;
let broken: string;

beforeAll(async () => {
  bench = await CompanionBench.open(async cluster => {
    const quick = await quickImage(cluster);
    broken = await cluster.image('broken');
    const other = await quickImage(cluster, { mark: 'other' });
    return {
      projects: { alpha: [quick], beta: [other], wrong: [broken] }
    };
  });
  await bench.start();
}, 300_000);

afterAll(async () => {
  await bench.close();
});

test('there, to another project, and back again', async () => {
  for (const project of ['alpha', 'beta', 'alpha']) {
    const { phase, error } = await bench.switchTo(project);
    expect([phase, error]).toEqual(['done', undefined]);
    expect(await bench.active()).toBe(project);
    expect(await bench.serves(project)).toBe(true);
    expect(bench.servers()).toEqual([project]);
  }
}, 180_000);

test('an image that does not start leaves the user where they were', async () => {
  const from = await bench.active();
  const { phase, error } = await bench.switchTo('wrong');
  expect(phase).toBe('failed');
  expect(error).toMatchObject({
    code: 'server-exited',
    detail:
      'JupyterLab stopped with exit code 1: ImportError: cannot import name broken.'
  });
  expect(await bench.active()).toBe(from);
  expect(await bench.serves('alpha')).toBe(true);
  expect(bench.servers()).toEqual(['alpha']);
}, 120_000);

test('of twenty requests at once one wins, and the others follow it', async () => {
  const all = await Promise.all(
    Array.from({ length: 20 }, () => bench.request({ project: 'beta' }))
  );
  const won = all.filter(({ status }) => status === 202);
  const lost = all.filter(({ status }) => status === 409);
  expect([won.length, lost.length]).toEqual([1, 19]);
  const { id } = (await won[0]?.json()) as { id: string };
  for (const answer of lost) {
    expect(await answer.json()).toMatchObject({
      code: 'switch-in-progress',
      switch: { id }
    });
  }
  await bench.moved();
  expect(bench.servers()).toEqual(['beta']);
}, 120_000);

describe('with a quota for one pod', () => {
  const quota = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'one' },
    spec: { hard: { pods: '1' } }
  };

  beforeAll(async () => {
    await bench.moveTo('alpha');
    await bench.namespace.kubectl(['apply', '-f', '-'], quota);
    await bench.namespace.kubectl([
      ...['wait', '--for=jsonpath={.status.hard.pods}=1'],
      ...['resourcequota/one', '--timeout=30s']
    ]);
  }, 120_000);

  afterAll(async () => {
    await bench.namespace.kubectl(['delete', 'resourcequota', 'one']);
  });

  test('the old server makes room for the new one', async () => {
    const { phase, strategy, error } = await bench.switchTo('beta');
    expect([phase, strategy, error]).toEqual(['done', 'recreate', undefined]);
    expect(bench.servers()).toEqual(['beta']);
  }, 120_000);

  test('the list that is looked at meanwhile takes no room', async () => {
    await bench.begin('alpha');
    let looks = 0;
    const over = new AbortController();
    // One after another: a slow machine would be asked more and more at once.
    const looking = (async () => {
      while (!over.signal.aborted) {
        await bench.projects();
        looks += 1;
      }
    })();
    try {
      await bench.moved();
    } finally {
      over.abort();
      await looking;
    }
    expect(looks).toBeGreaterThan(1);
  }, 120_000);

  test('the old server is there again when the new one does not start', async () => {
    const { phase, error, steps } = await bench.switchTo('wrong');
    expect(phase).toBe('failed');
    expect(error?.code).toBe('server-exited');
    expect(steps.map(step => step.phase)).toContain('restoring-previous');
    expect(await bench.active()).toBe('alpha');
    expect(await bench.serves('alpha')).toBe(true);
  }, 120_000);
});
