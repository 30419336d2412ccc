/** When a server's users are told that it has ended by itself. */
import type { V1Pod } from '@kubernetes/client-node';
import { Kubernetes } from '../../config/kubernetes-settings.ts';
import { PodsApi } from '../../testing/pods-api.ts';
import { Agents } from './agents.ts';
import { Claims } from './claims.ts';
import { FilesPods } from './files-pods.ts';
import { KubernetesDriver } from './kubernetes-driver.ts';
import { ANNOTATIONS, LABELS } from './names.ts';
import { PodInventory } from './pod-inventory.ts';

function openDriver({ cluster }: PodsApi): KubernetesDriver {
  const log = { warn: jest.fn() };
  const settings = {
    ...Kubernetes.parse({}),
    image: 'registry.test/ours:1'
  };
  const inventory = new PodInventory({ cluster, log });
  const shared = { cluster, inventory, settings, log, outageMs: 1_000 };
  const claims = new Claims(shared);
  const filesPods = new FilesPods(shared);
  return new KubernetesDriver({
    ...shared,
    ...{ claims, filesPods },
    agents: new Agents({ inventory, claims, filesPods }),
    companionUrl: '/services/projects/',
    imageBytes: () => Promise.resolve(undefined),
    now: () => new Date()
  });
}

const podOf = (name: string): V1Pod => ({
  metadata: {
    name,
    labels: { [LABELS.server]: 'ocean', [LABELS.role]: 'server' },
    annotations: { [ANNOTATIONS.user]: 'ada' }
  }
});

test('a server has ended when the last pod of it has, and not before', async () => {
  const api = new PodsApi();
  const driver = openDriver(api);
  await api.watched;
  const told = jest.fn();
  driver.onExit(told);
  api.put(podOf('left-by-a-lost-answer'));
  api.put(podOf('in-use'));

  api.remove('left-by-a-lost-answer');
  expect(told).not.toHaveBeenCalled();

  api.remove('in-use');
  expect(told.mock.calls).toEqual([[{ user: 'ada', name: 'ocean' }]]);
  await driver.dispose();
});

test('a server whose machine ended its pod has ended, and the pod goes', async () => {
  const api = new PodsApi();
  const driver = openDriver(api);
  await api.watched;
  const told = jest.fn();
  driver.onExit(told);
  const pod = api.put(podOf('evicted'));
  const gone = new Promise(resolve => {
    api.onRemove = resolve;
  });

  api.put({
    ...pod,
    status: { phase: 'Failed', reason: 'Evicted' }
  });
  expect(told.mock.calls).toEqual([[{ user: 'ada', name: 'ocean' }]]);
  await gone;
  await driver.dispose();
});
