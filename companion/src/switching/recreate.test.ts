/** Where two servers cannot run at once. */
import {
  exited,
  ref,
  SwitchBench,
  TIMES,
  USER
} from '../testing/switch-fixtures.ts';

let bench: SwitchBench;
/** How many servers ran at once, at most. */
let most = 0;

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const latest = async () => (await bench.switcher.latest(USER))!;
const phases = async () => (await latest()).steps.map(step => step.phase);
const toBeta = () => bench.switcher.start(USER, { project: 'beta' });

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  bench = new SwitchBench();
  bench.driver.strategy = 'recreate';
  bench.driver.starting = async () => {
    most = Math.max(most, (await bench.running()).length + 1);
  };
  await bench.project('alpha', 'alpha-1');
  await bench.project('beta', 'beta-1');
  await bench.switcher.start(USER, { project: 'alpha' });
  await pass(0);
  most = 0;
});

afterEach(async () => {
  await bench.close();
  jest.useRealTimers();
});

it('stops the old server first, and nothing else changes', async () => {
  await toBeta();
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
  expect(await bench.running()).toEqual(['beta']);
});

it('lets the open pages save before', async () => {
  bench.open('alpha', 'page');
  const { id } = await toBeta();
  await pass(TIMES.savedDeadlineMs - 1);
  expect(await bench.running()).toEqual(['alpha']);
  const body = { page: 'page', move: false, unsaved: [] };
  await bench.switcher.saved(USER, id, body);
  await pass(0);
  expect(await bench.running()).toEqual(['beta']);
});

it('does not stop a server where a page has unsaved work', async () => {
  bench.open('alpha', 'page');
  const { id } = await toBeta();
  await pass(0);
  const body = { page: 'page', move: true, unsaved: ['notes.md'] };
  await bench.switcher.saved(USER, id, body);
  await pass(0);
  expect(await latest()).toMatchObject({
    phase: 'failed',
    error: { code: 'project-busy' }
  });
  expect(bench.driver.stopped).toEqual([]);
});

it('starts the old server again when the new one fails', async () => {
  bench.driver.starting = ({ project }) =>
    project === 'beta' ? Promise.reject(exited()) : Promise.resolve();
  await toBeta();
  await pass(0);
  expect(await phases()).toEqual([
    'waiting',
    'stopping-previous',
    'starting',
    'restoring-previous',
    'failed'
  ]);
  expect((await latest()).error?.code).toBe('server-exited');
  expect(await bench.running()).toEqual(['alpha']);
  expect(bench.driver.started.at(-1)).toMatchObject({
    server: ref('alpha'),
    image: 'alpha-1'
  });
});

it('starts the old server again when it is cancelled', async () => {
  bench.driver.starting = ({ project }) =>
    project === 'beta' ? new Promise(() => undefined) : Promise.resolve();
  const { id } = await toBeta();
  await pass(0);
  const { phase } = await bench.switcher.cancel(USER, id);
  expect(phase).toBe('cancelled');
  expect(await bench.running()).toEqual(['alpha']);
});

it('says so when neither server starts', async () => {
  bench.driver.starting = () => Promise.reject(exited());
  await toBeta();
  await pass(0);
  expect((await latest()).error?.detail).toMatch(/Neither server started/);
  expect(await bench.active()).toBe('alpha');
});
