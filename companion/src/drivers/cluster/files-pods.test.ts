import { Kubernetes } from '../../config/kubernetes-settings.ts';
import { Failed } from '../../base/errors.ts';
import { PodsApi } from '../../testing/pods-api.ts';
import { FilesPods } from './files-pods.ts';
import { PodInventory } from './pod-inventory.ts';

let api: PodsApi;
let inventory: PodInventory;
let files: FilesPods;

function open(accessMode: string, filesPodMs = 120_000): void {
  api = new PodsApi();
  const log = { warn: jest.fn() };
  const { cluster } = api;
  inventory = new PodInventory({ cluster, log });
  const settings = {
    ...Kubernetes.parse({ claim: { accessMode }, filesPodMs }),
    image: 'registry.test/ours:1'
  };
  files = new FilesPods({
    ...{ cluster, inventory, settings, log },
    outageMs: 1_000
  });
}

afterEach(async () => {
  jest.useRealTimers();
  files.dispose();
  await inventory.dispose();
});

/** Resolves when the next files pod is made, before anything of it runs. */
function made(): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers();
  const stop = inventory.onChange(() => {
    stop();
    resolve(undefined);
  });
  return promise;
}

const roles = () =>
  [...api.pods.values()].map(
    ({ metadata }) => metadata?.labels?.['jupyterlab-projects/role']
  );

test('one files pod is started for all who ask, once its agent runs', async () => {
  open('ReadWriteOnce');
  await api.watched;
  api.admit = pod => {
    setImmediate(() => {
      api.run([...api.pods.values()][0] ?? pod);
    });
  };
  const [one, other] = await Promise.all([
    files.start('ada'),
    files.start('ada')
  ]);
  expect(one).toBe(other);
  expect(roles()).toEqual(['files']);
});

test('why it does not start is said in the cluster’s words', async () => {
  open('ReadWriteOnce');
  await api.watched;
  const said = 'no PriorityClass with name gold was found';
  api.admit = () => {
    throw PodsApi.refusal(403, `pods "x" is forbidden: ${said}`);
  };
  await expect(files.start('ada')).rejects.toMatchObject({
    code: 'volume-unavailable',
    message: expect.stringContaining(said) as string
  });
});

test('one that is being started makes way at once', async () => {
  open('ReadWriteOncePod');
  await api.watched;
  const making = made();
  const starting = files.start('ada').catch((error: unknown) => error);
  await making;
  expect(roles()).toEqual(['files']);
  const room = await files.makeRoom('ada', () => Promise.resolve(roles()));
  expect(room).toEqual([]);
  expect(await starting).toMatchObject({ code: 'volume-unavailable' });
});

test('where a pod found no room, one that was being started makes it', async () => {
  open('ReadWriteOnce');
  await api.watched;
  const making = made();
  const starting = files.start('ada').catch(() => undefined);
  await making;
  const tries: number[] = [];
  await files.makeRoom('ada', () => {
    tries.push(api.pods.size);
    return api.pods.size > 0
      ? Promise.reject(new Failed('no-room', 'No room.'))
      : Promise.resolve();
  });
  await starting;
  expect(tries).toEqual([1, 0]);
});

test.each([
  ['ReadWriteOncePod', false],
  ['ReadWriteOnce', true]
])(
  'files of a user whose server ends, on %s: at once is %s',
  async (mode, atOnce) => {
    open(mode);
    await api.watched;
    jest.useFakeTimers();
    const stop = Promise.withResolvers<undefined>();
    const going = files.letGo('ada', () => stop.promise);
    let left = false;
    const leaving = files.left('ada').then(() => (left = true));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(left).toBe(atOnce);
    stop.resolve(undefined);
    await going;
    await jest.advanceTimersByTimeAsync(0);
    expect(left).toBe(atOnce);
    await jest.advanceTimersByTimeAsync(2_000);
    await leaving;
  }
);

test('nobody waits longer for a server that did not stop', async () => {
  open('ReadWriteOncePod');
  await api.watched;
  jest.useFakeTimers();
  const going = files.letGo('ada', () => Promise.reject(new Error('stuck')));
  await expect(going).rejects.toThrow('stuck');
  const left = files.left('ada');
  await jest.advanceTimersByTimeAsync(2_000);
  await left;
});

test('a pod is not unused while it starts', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  open('ReadWriteOnce', 2_000);
  await api.watched;
  const making = made();
  const starting = files.start('ada').catch((error: unknown) => error);
  await making;
  await jest.advanceTimersByTimeAsync(60_000);
  api.run([...api.pods.values()][0] ?? {});
  await jest.advanceTimersByTimeAsync(1_000);
  expect(await starting).toMatchObject({ status: { phase: 'Running' } });
  await jest.advanceTimersByTimeAsync(10_000);
  expect(roles()).toEqual([]);
});

test('a pod is not unused while a call to it is under way', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  open('ReadWriteOnce');
  await api.watched;
  api.admit = pod => {
    setImmediate(() => {
      api.run([...api.pods.values()][0] ?? pod);
    });
  };
  const release = files.hold(await files.start('ada'));
  await jest.advanceTimersByTimeAsync(3_600_000);
  expect(roles()).toEqual(['files']);
  release();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(roles()).toEqual(['files']);
  await jest.advanceTimersByTimeAsync(120_000);
  expect(roles()).toEqual([]);
});
