/** What must not be mistaken when servers come and go. */
import { held, SwitchBench, TIMES, USER } from '../testing/switch-fixtures.ts';

let bench: SwitchBench;

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const begin = (project: string) => bench.switcher.start(USER, { project });
const saved = (id: string, unsaved: string[]) =>
  bench.switcher.saved(USER, id, { page: 'page', move: true, unsaved });

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

it('a stale tab is not waited for by a later server of the same name', async () => {
  bench.open('alpha', 'page');
  const { id } = await begin('beta');
  await pass(0);
  await saved(id, []);
  await pass(TIMES.arriveDeadlineMs);
  await begin('alpha');
  await pass(TIMES.stopGraceMs);
  expect(await bench.running()).toEqual(['alpha']);
  await begin('beta');
  await pass(0);
  expect(await bench.active()).toBe('beta');
});

it('a server that is being stopped is not switched to', async () => {
  bench.keepWarm = 1;
  await bench.switcher.dispose();
  bench.create();
  await begin('beta');
  await pass(0);
  const stop = held();
  bench.driver.stopping = stop.wait;
  const stopping = bench.switcher.stopServer(USER, 'alpha');
  await stop.begun;
  await begin('alpha');
  await pass(0);
  expect(await bench.active()).toBe('alpha-b');
  stop.release();
  await stopping;
  await pass(0);
  expect(await bench.running()).toEqual(['alpha-b', 'beta']);
});

it('that a page was away once does not end a later hold', async () => {
  const close = bench.open('alpha', 'page');
  const first = await begin('beta');
  await pass(0);
  await saved(first.id, ['notes.md']);
  await pass(TIMES.arriveDeadlineMs);
  close();
  await pass(1);
  await begin('alpha');
  await pass(TIMES.arriveDeadlineMs * 2);
  expect(await bench.running()).toEqual(['alpha']);

  bench.open('alpha', 'page');
  const second = await begin('beta');
  await pass(0);
  await saved(second.id, ['notes.md']);
  await pass(3_600_000);
  expect(await bench.running()).toEqual(['alpha', 'beta']);
});
