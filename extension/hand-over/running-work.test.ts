import type { ServiceManager } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { RunningWork } from './running-work.ts';

type Services = Pick<
  ServiceManager.IManager,
  'kernels' | 'sessions' | 'terminals'
>;

/** Make services whose sessions a test sets. */
function services(states: Record<string, string>, terminals = 0) {
  const fake = {
    states,
    kernels: {
      runningChanged: new Signal<object, void>({}),
      refreshRunning: jest.fn(() => Promise.resolve()),
      running: () =>
        Object.entries(fake.states)
          .map(([path, execution_state]) => ({
            id: `kernel of ${path}`,
            name: 'python3',
            execution_state
          }))
          .values()
    },
    // As in Lab, a session's kernel has the state that it had at the start.
    sessions: {
      refreshRunning: () => Promise.resolve(),
      running: () =>
        Object.keys(states)
          .filter(path => path.endsWith('.ipynb'))
          .map(path => ({
            path,
            kernel: { id: `kernel of ${path}`, execution_state: states[path] }
          }))
          .values()
    },
    terminals: {
      isAvailable: () => true,
      refreshRunning: () => Promise.reject(new Error('gone')),
      running: () => new Array(terminals).fill({ name: '1' }).values()
    }
  };
  return fake;
}

const workOf = (fake: object): RunningWork =>
  new RunningWork(fake as unknown as Services);

it('names the documents whose kernel is busy, as the server says now', async () => {
  const fake = services({ 'a.ipynb': 'busy', 'b.ipynb': 'idle' });
  await expect(workOf(fake).cells()).resolves.toEqual(['a.ipynb']);
  expect(fake.kernels.refreshRunning).toHaveBeenCalled();
});

it('names a kernel that belongs to no document', async () => {
  const fake = services({ x: 'busy' });
  await expect(workOf(fake).cells()).resolves.toEqual(['python3']);
});

it('counts terminals, also when the server cannot be asked', async () => {
  await expect(workOf(services({}, 2)).terminals()).resolves.toBe(2);
});

it('waits until no cell runs', async () => {
  const fake = services({ 'a.ipynb': 'busy' });
  let done = false;
  const idle = workOf(fake)
    .idle(new AbortController().signal)
    .then(() => {
      done = true;
    });
  await new Promise(resolve => setTimeout(resolve, 0));
  fake.kernels.runningChanged.emit();
  await new Promise(resolve => setTimeout(resolve, 0));
  expect(done).toBe(false);
  fake.states = { 'a.ipynb': 'idle' };
  fake.kernels.runningChanged.emit();
  await idle;
});

it('waits no longer than it is wanted', async () => {
  const wanted = new AbortController();
  const idle = workOf(services({ 'a.ipynb': 'busy' })).idle(wanted.signal);
  await new Promise(resolve => setTimeout(resolve, 0));
  wanted.abort();
  await idle;
});
