/** Tests two users whose names have one slug, as a long search can find. */
import type { V1PersistentVolumeClaim, V1Pod } from '@kubernetes/client-node';
import { Kubernetes } from '../../config/kubernetes-settings.ts';
import { PodsApi } from '../../testing/pods-api.ts';
import { Agents } from '../cluster/agents.ts';
import { Claims, newClaim } from '../cluster/claims.ts';
import { FilesPods } from '../cluster/files-pods.ts';
import { ANNOTATIONS, LABELS } from '../cluster/names.ts';
import { PodInventory } from '../cluster/pod-inventory.ts';

const settings = Kubernetes.parse({});

function claimsOf(claim: V1PersistentVolumeClaim): Claims {
  const { cluster } = new PodsApi();
  const api = {
    ...cluster.api,
    readNamespacedPersistentVolumeClaim: () => Promise.resolve(claim)
  };
  return new Claims({ cluster: { ...cluster, api }, settings });
}

test('a claim that was made for somebody else is not given to a user', async () => {
  const claims = claimsOf(newClaim(settings.claim, 'ada'));
  await expect(claims.find('mallory')).rejects.toMatchObject({
    code: 'volume-unavailable',
    options: { values: { reason: 'taken' } }
  });
  expect(await claims.find('ada')).toBeDefined();
});

test('a claim that was there before is adopted', async () => {
  const claims = claimsOf({ metadata: { name: 'projects-ada' } });
  expect(await claims.find('ada')).toBeDefined();
});

test('a user’s files are not asked for in somebody else’s pod', async () => {
  const api = new PodsApi();
  const { cluster } = api;
  const log = { warn: jest.fn() };
  const inventory = new PodInventory({ cluster, log });
  await api.watched;
  const filesPods = new FilesPods({
    ...{ cluster, inventory, log, outageMs: 1_000 },
    settings: { ...settings, image: 'registry.test/ours:1' }
  });
  const claims = { find: () => Promise.resolve(undefined) };
  const agents = new Agents({ inventory, claims, filesPods });
  const pod: V1Pod = {
    metadata: {
      name: 'ada-ocean-1',
      labels: { [LABELS.user]: 'one-slug', [LABELS.role]: 'server' },
      annotations: { [ANNOTATIONS.user]: 'ada' }
    },
    spec: { containers: [{ name: 'agent' }] }
  };
  api.run(api.put(pod));

  // Mallory is treated as a user who has no volume.
  expect(await agents.of('mallory').list()).toEqual([]);

  filesPods.dispose();
  await inventory.dispose();
});
