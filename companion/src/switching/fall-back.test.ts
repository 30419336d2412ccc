/** `auto`: the old server stops first only where there is no room for two. */
import { Failed } from '../base/errors.ts';
import {
  exited,
  SwitchBench,
  TIMES,
  USER
} from '../testing/switch-fixtures.ts';

let bench: SwitchBench;

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const latest = async () => (await bench.switcher.latest(USER))!;
const phases = async () => (await latest()).steps.map(step => step.phase);
const toBeta = () => bench.switcher.start(USER, { project: 'beta' });
const noRoom = () => new Failed('no-room', 'No machine has room for it.');

/** Fail a start beside another server: there is room for one only. */
async function onlyOneFits(): Promise<void> {
  if ((await bench.running()).length > 0) {
    throw noRoom();
  }
}

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  bench = new SwitchBench();
  bench.driver.strategy = 'auto';
  await bench.project('alpha', 'alpha-1');
  await bench.project('beta', 'beta-1');
  await bench.switcher.start(USER, { project: 'alpha' });
  await pass(0);
});

afterEach(async () => {
  await bench.close();
  jest.useRealTimers();
});

it('is an overlap where there is room', async () => {
  await toBeta();
  await pass(TIMES.stopGraceMs);
  expect(await latest()).toMatchObject({ phase: 'done', strategy: 'overlap' });
});

it('stops the old server when there is no room, and says so', async () => {
  bench.driver.starting = onlyOneFits;
  await toBeta();
  await pass(0);
  expect(await latest()).toMatchObject({ phase: 'done', strategy: 'recreate' });
  expect(await phases()).toEqual([
    'waiting',
    'starting',
    'stopping-previous',
    'starting',
    'ready',
    'active',
    'done'
  ]);
  expect(await bench.running()).toEqual(['beta']);
});

it('starts the old server again when the new one does not start either', async () => {
  bench.driver.starting = async plan => {
    await onlyOneFits();
    if (plan.project === 'beta') {
      throw exited();
    }
  };
  await toBeta();
  await pass(0);
  expect(await latest()).toMatchObject({ phase: 'failed' });
  expect(await bench.running()).toEqual(['alpha']);
});

it('does not fill a folder again that was filled before it found no room', async () => {
  const { driver, volume } = bench;
  await bench.project('gamma', 'gamma-1');
  volume.folders.delete('gamma');
  driver.fill = jest.fn(({ folder }) => {
    volume.put(folder);
    return Promise.resolve();
  });
  driver.starting = onlyOneFits;
  await bench.switcher.start(USER, { project: 'gamma' });
  await pass(0);
  expect(await latest()).toMatchObject({ phase: 'done', strategy: 'recreate' });
  expect(driver.fill).toHaveBeenCalledTimes(1);
  expect(driver.started.at(-1)).toMatchObject({ seed: false });
});

it('begins anew when the old server ended while it looked for room', async () => {
  bench.driver.starting = ({ project }) => {
    if (project === 'beta' && bench.driver.started.length === 2) {
      bench.driver.exit({ user: USER, name: 'alpha' });
      throw noRoom();
    }
    return Promise.resolve();
  };
  await toBeta();
  await pass(0);
  expect(await latest()).toMatchObject({ phase: 'done' });
  expect(await bench.running()).toEqual(['beta']);
});

it('leaves everything as it is when a page has unsaved work', async () => {
  bench.driver.starting = onlyOneFits;
  bench.open('alpha', 'page');
  const { id } = await toBeta();
  await pass(0);
  const body = { page: 'page', move: true, unsaved: ['a.ipynb'] };
  await bench.switcher.saved(USER, id, body);
  await pass(TIMES.savedDeadlineMs);
  expect(await latest()).toMatchObject({
    phase: 'failed',
    error: { code: 'project-busy' }
  });
  expect(await bench.running()).toEqual(['alpha']);
});

it('fails when nothing could be stopped to make room', async () => {
  bench.driver.exit({ user: USER, name: 'alpha' });
  bench.driver.starting = () => Promise.reject(noRoom());
  await toBeta();
  await pass(0);
  expect(await latest()).toMatchObject({
    phase: 'failed',
    error: { code: 'no-room' }
  });
});
