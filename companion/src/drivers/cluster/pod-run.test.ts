import type { V1Pod } from '@kubernetes/client-node';
import { PodsApi } from '../../testing/pods-api.ts';
import type { Cluster, PodEvent } from './cluster.ts';
import { PodInventory } from './pod-inventory.ts';
import { PodRun } from './pod-run.ts';

const pod: V1Pod = {
  metadata: { name: 'ada-ocean-1', uid: 'u1', resourceVersion: '1' }
};
const running: V1Pod = {
  metadata: { ...pod.metadata, resourceVersion: '2' },
  status: { phase: 'Running' }
};

/** Make a cluster that knows one pod, and never lists its events. */
function clusterOf(tell: (listener: (event: PodEvent) => void) => void) {
  const refuse = () => Promise.reject(new Error('Nobody asks for this.'));
  const cluster: Cluster = {
    namespace: 'users',
    api: {
      listNamespacedPod: () =>
        Promise.resolve({ items: [], metadata: { resourceVersion: '0' } }),
      createNamespacedPod: () => Promise.resolve(pod),
      listNamespacedEvent: () => new Promise<never>(() => undefined),
      readNamespacedPod: refuse,
      deleteNamespacedPod: refuse,
      readNamespacedPodLog: refuse,
      readNamespacedPersistentVolumeClaim: refuse,
      createNamespacedPersistentVolumeClaim: refuse
    },
    watchPods: (_options, listener, signal) => {
      tell(listener);
      return new Promise(resolve => {
        signal.addEventListener('abort', () => {
          resolve();
        });
      });
    }
  };
  return cluster;
}

test('what a pod says of its success waits for no list of events', async () => {
  const watch = Promise.withResolvers<(event: PodEvent) => void>();
  const cluster = clusterOf(watch.resolve);
  const inventory = new PodInventory({ cluster, log: { warn: jest.fn() } });
  const listener = await watch.promise;
  const deps = { cluster, inventory, outageMs: 1_000 };
  const { signal } = new AbortController();
  const run = await PodRun.create(deps, pod, signal);
  const phase = run.until(sight => sight.pod.status?.phase, signal);
  listener({ type: 'MODIFIED', pod: running });
  expect(await phase).toBe('Running');
  await inventory.dispose();
});

test.each([
  ['a pod that has just gone', true, 'ours'],
  ['pods that go on', false, undefined]
])('a quota that still counts %s', async (_, gone, name) => {
  const api = new PodsApi();
  const log = { warn: jest.fn() };
  const { cluster } = api;
  api.put({ metadata: { name: 'old' } });
  const inventory = new PodInventory({ cluster, log });
  await api.watched;
  let tries = 0;
  api.admit = () => {
    tries += 1;
    if (!gone || tries < 3) {
      throw PodsApi.refusal(403, 'pods "ours" is forbidden: exceeded quota');
    }
  };
  if (gone) {
    api.remove('old');
  }
  const deps = { cluster, inventory, outageMs: 1_000 };
  const { signal } = new AbortController();
  const ours = { metadata: { name: 'ours' } };
  const run = await PodRun.create(deps, ours, signal).catch(
    (error: unknown) => error
  );
  expect(run).toMatchObject(
    name === undefined ? { code: 'no-room' } : { name }
  );
  expect(tries).toBe(gone ? 3 : 1);
  await inventory.dispose();
});

/** Make a cluster whose API server asks `admit` before it makes a pod. */
async function refusing(admit: () => void) {
  const api = new PodsApi();
  const { cluster } = api;
  const inventory = new PodInventory({ cluster, log: { warn: jest.fn() } });
  await api.watched;
  api.admit = admit;
  const create = () =>
    PodRun.create(
      { cluster, inventory, outageMs: 60_000 },
      { metadata: { name: 'ours' } },
      new AbortController().signal
    );
  return { api, inventory, create };
}

test.each([
  [403, 'pods "ours" is forbidden: violates PodSecurity "restricted:latest"'],
  [422, 'Pod "ours" is invalid: spec.containers[0].image: Required value'],
  [404, 'namespaces "users" not found'],
  [401, 'Unauthorized']
])('a pod that is refused with %p is told in words', async (code, message) => {
  const { inventory, create } = await refusing(() => {
    throw PodsApi.refusal(code, message);
  });
  const said = message.split(/is \w+: /).at(-1) ?? '';
  await expect(create()).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining(said) as string
  });
  await inventory.dispose();
});

test('a webhook that cannot be called is tried three times, and is no outage', async () => {
  let tries = 0;
  const { inventory, create } = await refusing(() => {
    tries += 1;
    throw PodsApi.refusal(
      500,
      'Internal error occurred: failed calling webhook "w.test": refused'
    );
  });
  await expect(create()).rejects.toMatchObject({
    code: 'refused',
    options: { values: { reason: 'webhook' } }
  });
  expect(tries).toBe(3);
  await inventory.dispose();
});

test('a pod that the machine ends is told so, and not as its containers’ end', async () => {
  const { api, inventory, create } = await refusing(() => undefined);
  const run = await create();
  const ends = run.until(({ pod }) => {
    if (pod.status?.phase === 'Failed') {
      throw new Error('Its container was killed.');
    }
    return undefined;
  }, new AbortController().signal);
  api.put({
    metadata: { name: 'ours' },
    status: { phase: 'Failed', reason: 'Evicted', message: 'Low on memory.' }
  });
  await expect(ends).rejects.toMatchObject({
    code: 'interrupted',
    message: 'The machine ended it: Low on memory.'
  });
  await inventory.dispose();
});

test('whose events may not be read is told so, and nothing is waited for', async () => {
  const { api, inventory, create } = await refusing(() => undefined);
  const run = await create();
  const { listNamespacedEvent } = api.cluster.api;
  const said = 'events is forbidden: User "us" cannot list resource "events"';
  api.cluster.api.listNamespacedEvent = () =>
    Promise.reject(PodsApi.refusal(403, said));
  const { signal } = new AbortController();
  await expect(run.until(() => undefined, signal)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('cannot list resource') as string
  });
  api.cluster.api.listNamespacedEvent = listNamespacedEvent;
  await inventory.dispose();
});

test.each([
  ['the API server is away for too long', undefined],
  ['its user has cancelled', new Error('Cancelled.')]
])(
  'a pod whose creation was not answered ends when it is heard of, after %s',
  async (_, reason) => {
    const api = new PodsApi();
    const { cluster } = api;
    const inventory = new PodInventory({ cluster, log: { warn: jest.fn() } });
    await api.watched;
    const cancel = new AbortController();
    const name = 'ours';
    api.admit = () => {
      cancel.abort(reason);
      throw new Error('ECONNRESET');
    };
    const signal = reason ? cancel.signal : new AbortController().signal;
    const deps = { cluster, inventory, outageMs: 0 };
    const failure = await PodRun.create(
      deps,
      { metadata: { name } },
      signal
    ).catch((error: unknown) => error);
    expect(failure).toEqual(
      reason ?? expect.objectContaining({ code: 'unavailable' })
    );

    const gone = new Promise<string | undefined>(resolve => {
      inventory.onChange((pod, isGone) => {
        if (isGone) {
          resolve(pod.metadata?.name);
        }
      });
    });
    api.put({ metadata: { name: 'another' } });
    api.put({ metadata: { name } });
    expect(await gone).toBe(name);
    expect([...api.pods.keys()]).toEqual(['another']);
    await inventory.dispose();
  }
);
