/** What users see of a companion that is stopped and started again. */
import { Presence } from '../presence.ts';
import {
  exited,
  ref,
  SwitchBench,
  TIMES,
  USER
} from '../testing/switch-fixtures.ts';

let bench: SwitchBench;

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const latest = async () => (await bench.switcher.latest(USER))!;
const begin = (project: string) => bench.switcher.start(USER, { project });
const saved = (id: string, move: boolean, unsaved: string[]) =>
  bench.switcher.saved(USER, id, { page: 'page', move, unsaved });

const never = () => new Promise<void>(() => undefined);

/** All sockets close; servers go on. */
async function restart(): Promise<void> {
  await bench.switcher.dispose();
  bench.presence = new Presence();
  await bench.create().recover();
  await pass(0);
}

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  bench = new SwitchBench();
  await bench.project('alpha', 'alpha-1');
  await bench.project('beta', 'beta-1');
  await begin('alpha');
  await pass(0);
});

afterEach(async () => {
  await bench.close();
  jest.useRealTimers();
});

it('a switch that was starting ends, and the user is told why', async () => {
  bench.driver.starting = () => new Promise(() => undefined);
  await begin('beta');
  await pass(0);
  await restart();
  expect(await latest()).toMatchObject({
    phase: 'failed',
    error: { code: 'interrupted', actions: ['stay', 'view-log', 'retry'] }
  });
  expect(await bench.running()).toEqual(['alpha']);
});

it('where the old server stops first, its pages have time to come back', async () => {
  bench.driver.strategy = 'recreate';
  bench.builds.begin('gamma-1', 'gamma');
  await bench.project('gamma');
  bench.open('alpha', 'page');
  const { id } = await begin('gamma');
  await pass(0);
  await restart();
  await bench.image('gamma', 'gamma-1');
  bench.builds.end('gamma-1', { phase: 'built', image: 'gamma-1' });
  await pass(TIMES.savedDeadlineMs - 1);
  expect(await bench.running()).toEqual(['alpha']);
  bench.open('alpha', 'page');
  await saved(id, false, ['a.ipynb']);
  await pass(1);
  expect(await latest()).toMatchObject({
    phase: 'failed',
    error: { code: 'project-busy' }
  });
  expect(await bench.running()).toEqual(['alpha']);
});

it.each([
  [
    'its stop',
    () => {
      bench.driver.stopping = ({ name }) =>
        name === 'alpha' ? never() : Promise.resolve();
    }
  ],
  ['its start', () => undefined]
])(
  'an old server that was being started again is, from %s on',
  async (_, hold) => {
    bench.driver.strategy = 'recreate';
    bench.driver.starting = ({ project }) => {
      hold();
      return project === 'beta' ? Promise.reject(exited()) : never();
    };
    await begin('beta');
    await pass(0);
    expect((await latest()).phase).toBe('restoring-previous');
    bench.driver.stopping = () => Promise.resolve();
    const over = restart();
    bench.driver.starting = () => Promise.resolve();
    await over;
    expect(await latest()).toMatchObject({
      phase: 'failed',
      error: { code: 'server-exited', detail: exited().message }
    });
    expect(await bench.running()).toEqual(['alpha']);
    expect(bench.errors).toEqual([]);
  }
);

it('a switch that was ready waits for its pages to come back', async () => {
  bench.open('alpha', 'page');
  const { id } = await begin('beta');
  await pass(0);
  await restart();
  await pass(TIMES.savedDeadlineMs - 1);
  expect((await latest()).phase).toBe('ready');
  bench.open('alpha', 'page');
  await pass(3_600_000);
  expect((await latest()).phase).toBe('ready');

  await saved(id, true, []);
  await pass(0);
  expect((await latest()).phase).toBe('active');
});

it('a switch that was ready goes on when no page comes back', async () => {
  bench.open('alpha', 'page');
  await begin('beta');
  await pass(0);
  await restart();
  await pass(TIMES.savedDeadlineMs);
  expect(await bench.active()).toBe('beta');
});

it('a switch that was ready fails when its server died meanwhile', async () => {
  bench.open('alpha', 'page');
  await begin('beta');
  await pass(0);
  await bench.switcher.dispose();
  bench.driver.exit(ref('beta'));
  await bench.create().recover();
  await pass(0);
  expect((await latest()).error?.code).toBe('server-exited');
  expect(await bench.running()).toEqual(['alpha']);
});

it('a switch that was active stops the old server', async () => {
  await begin('beta');
  await pass(0);
  await restart();
  expect(await bench.running()).toEqual(['alpha', 'beta']);
  await pass(TIMES.stopGraceMs);
  expect((await latest()).phase).toBe('done');
  expect(await bench.running()).toEqual(['beta']);
});

it('a server that is kept for unsaved work is still kept', async () => {
  bench.open('alpha', 'page');
  const { id } = await begin('beta');
  await pass(0);
  await saved(id, true, ['notes.md']);
  await pass(TIMES.arriveDeadlineMs);
  await restart();
  bench.open('alpha', 'page');
  await pass(3_600_000);
  expect(await bench.running()).toEqual(['alpha', 'beta']);
  await saved(id, false, []);
  await pass(0);
  expect(await bench.running()).toEqual(['beta']);
});

it('a stop that was interrupted is not taken up against unsaved work', async () => {
  bench.driver.stopping = () => new Promise(() => undefined);
  bench.open('alpha', 'page');
  const { id } = await begin('beta');
  await pass(0);
  await saved(id, true, []);
  await pass(TIMES.arriveDeadlineMs);
  await saved(id, false, ['notes.md']);
  await restart();
  expect((await latest()).warning).toBe('previous-has-unsaved-work');
  expect(bench.driver.stopped).toHaveLength(1);
});

it('a stop that hangs does not hold up the end of the service', async () => {
  bench.driver.stopping = () => new Promise(() => undefined);
  await begin('beta');
  await pass(TIMES.stopGraceMs);
  expect((await latest()).phase).toBe('stopping-previous');
  await bench.switcher.dispose();
  expect((await latest()).phase).toBe('stopping-previous');
});

it('a journal that cannot be written for a while blocks nobody for ever', async () => {
  let full = false;
  const store = bench.store.withPlugin({
    transformQuery: ({ node }) => {
      if (full && node.kind !== 'SelectQueryNode') {
        throw new Error('disk full');
      }
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result)
  });
  await bench.switcher.dispose();
  bench.create({ store });
  bench.driver.starting = () => {
    full = true;
    return Promise.resolve();
  };
  await begin('beta');
  await pass(TIMES.stopGraceMs * 3);
  expect((await latest()).phase).toBe('starting');
  full = false;
  await pass(TIMES.stopGraceMs);
  expect((await latest()).phase).toBe('failed');
  expect(await bench.running()).toEqual(['alpha']);
  expect(bench.driver.stopped).toContainEqual(ref('beta'));
});
