import type { V1Pod, V1PodList } from '@kubernetes/client-node';
import { PodsApi } from '../../testing/pods-api.ts';
import { PodInventory } from './pod-inventory.ts';

const old: V1Pod = { metadata: { name: 'old', resourceVersion: '1' } };
const ours: V1Pod = { metadata: { name: 'ours', resourceVersion: '3' } };

const inventories: PodInventory[] = [];
afterEach(async () => {
  await Promise.all(inventories.splice(0).map(each => each.dispose()));
});

function open({ cluster }: PodsApi): PodInventory {
  const inventory = new PodInventory({ cluster, log: { warn: jest.fn() } });
  inventories.push(inventory);
  return inventory;
}

/** Resolves at the next change of a pod of that name. */
const changed = (inventory: PodInventory, name: string) =>
  new Promise<void>(resolve => {
    const stop = inventory.onChange(({ metadata }) => {
      if (metadata?.name === name) {
        stop();
        resolve();
      }
    });
  });

/** Make an inventory whose second list waits until `answered` is called. */
async function relisting() {
  const api = new PodsApi();
  const { cluster } = api;
  const asked = Promise.withResolvers<undefined>();
  const answer = Promise.withResolvers<V1PodList>();
  const watched = Promise.withResolvers<undefined>();
  const list = { items: [old], metadata: { resourceVersion: '2' } };
  let lists = 0;
  cluster.api.listNamespacedPod = () => {
    lists += 1;
    if (lists === 1) {
      return Promise.resolve(list);
    }
    asked.resolve(undefined);
    return answer.promise;
  };
  // The first watch is refused as too old to go on from; the next one goes on.
  const { watchPods } = cluster;
  cluster.watchPods = (...args) => {
    if (lists === 1) {
      return Promise.reject(PodsApi.refusal(410));
    }
    watched.resolve(undefined);
    return watchPods(...args);
  };
  const inventory = open(api);
  await asked.promise;
  return {
    cluster,
    inventory,
    answered: () => {
      answer.resolve(list);
      return watched.promise;
    }
  };
}

test('a pod that is made while all are listed is not taken for one that is gone', async () => {
  const { inventory, answered } = await relisting();
  const gone = jest.fn();
  inventory.onChange((pod, isGone) => {
    gone(pod.metadata?.name, isGone);
  });

  inventory.learn(ours);
  await answered();

  expect(inventory.find('ours')).toMatchObject(ours);
  expect(gone.mock.calls).toEqual([['ours', false]]);
});

test('a pod that is found to be gone while all are listed does not come back', async () => {
  const { cluster, inventory, answered } = await relisting();
  cluster.api.readNamespacedPod = () => Promise.reject(PodsApi.refusal(404));

  await inventory.read('old');
  await answered();

  expect(inventory.pods).toEqual([]);
});

test('a watch that ends goes on where it was, and lists nothing again', async () => {
  const api = new PodsApi();
  api.put({ metadata: { name: 'old' } });
  const inventory = open(api);
  await api.watched;
  const heard = changed(inventory, 'new');

  api.endWatches();
  api.remove('old');
  api.put({ metadata: { name: 'new' } });
  await heard;

  expect(inventory.pods.map(pod => pod.metadata?.name)).toEqual(['new']);
  expect(api.lists).toBe(1);
});

test('a watch that fails goes on where it was, too', async () => {
  const api = new PodsApi();
  const inventory = open(api);
  await api.watched;
  const heard = changed(inventory, 'new');

  api.endWatches(new Error('socket hang up'));
  api.put({ metadata: { name: 'new' } });
  await heard;

  expect(api.lists).toBe(1);
});

test('what came while the API server has forgotten is listed', async () => {
  const api = new PodsApi();
  api.put({ metadata: { name: 'old' } });
  const inventory = open(api);
  await api.watched;
  const gone = changed(inventory, 'old');

  api.endWatches(PodsApi.refusal(410));
  // The pods are gone without an event of a watch.
  api.pods.clear();
  await gone;

  expect(inventory.pods).toEqual([]);
  expect(api.lists).toBe(2);
});

test('many pods are listed page by page', async () => {
  const api = new PodsApi();
  for (let n = 0; n < 1200; n += 1) {
    api.put({ metadata: { name: `pod-${String(n)}` } });
  }
  const inventory = open(api);
  await inventory.listed;

  expect(inventory.pods).toHaveLength(1200);
  expect(api.lists).toBe(5);
});
