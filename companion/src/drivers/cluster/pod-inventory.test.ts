import type { V1Pod, V1PodList } from '@kubernetes/client-node';
import { PodsApi } from '../../testing/pods-api.ts';
import { PodInventory } from './pod-inventory.ts';

const old: V1Pod = { metadata: { name: 'old', resourceVersion: '1' } };
const ours: V1Pod = { metadata: { name: 'ours', resourceVersion: '3' } };

/** An inventory whose second list is on its way, and how that one is answered. */
async function relisting() {
  const { cluster } = new PodsApi();
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
  // The first watch ends at once, as watches do; the next one goes on.
  const { watchPods } = cluster;
  cluster.watchPods = (...args) => {
    if (lists === 1) {
      return Promise.resolve();
    }
    watched.resolve(undefined);
    return watchPods(...args);
  };
  const inventory = new PodInventory({ cluster, log: { warn: jest.fn() } });
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

  expect(inventory.find('ours')).toBe(ours);
  expect(gone.mock.calls).toEqual([['ours', false]]);
  await inventory.dispose();
});

test('a pod that is found to be gone while all are listed does not come back', async () => {
  const { cluster, inventory, answered } = await relisting();
  cluster.api.readNamespacedPod = () => Promise.reject(PodsApi.refusal(404));

  await inventory.read('old');
  await answered();

  expect(inventory.pods).toEqual([]);
  await inventory.dispose();
});

test('a pod that no list has any more is gone', async () => {
  const api = new PodsApi();
  api.put({ metadata: { name: 'old' } });
  let watches = 0;
  const { watchPods } = api.cluster;
  api.cluster.watchPods = (...args) => {
    watches += 1;
    if (watches === 1) {
      // No watch tells of its end.
      api.pods.clear();
      return Promise.resolve();
    }
    return watchPods(...args);
  };
  const { cluster } = api;
  const inventory = new PodInventory({ cluster, log: { warn: jest.fn() } });
  await api.watched;

  expect(inventory.pods).toEqual([]);
  await inventory.dispose();
});
