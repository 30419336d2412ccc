/** Tests when users are told that their server has ended by itself. */
import type { V1Pod } from '@kubernetes/client-node';
import { Kubernetes } from '../../config/kubernetes-settings.ts';
import { PodsApi } from '../../testing/pods-api.ts';
import type { ExitListener } from '../driver.ts';
import { Agents } from '../cluster/agents.ts';
import { Claims } from '../cluster/claims.ts';
import { FilesPods } from '../cluster/files-pods.ts';
import { KubernetesDriver } from './kubernetes-driver.ts';
import { ANNOTATIONS, LABELS } from '../cluster/names.ts';
import { PodInventory } from '../cluster/pod-inventory.ts';
import { FILES_TARGET } from '../cluster/pod-parts.ts';
import { serverExit } from './server-exit.ts';

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
    version: '1.2.3',
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
  expect(told.mock.calls).toEqual([
    [{ user: 'ada', name: 'ocean' }, expect.any(Promise)]
  ]);
  await driver.dispose();
});

test('a server whose machine ended its pod has ended, and the pod goes', async () => {
  const api = new PodsApi();
  const driver = openDriver(api);
  await api.watched;
  const told = jest.fn<undefined, Parameters<ExitListener>>();
  driver.onExit(told);
  const pod = api.put(podOf('evicted'));
  const gone = new Promise(resolve => {
    api.onRemove = resolve;
  });

  api.put({
    ...pod,
    status: { phase: 'Failed', reason: 'Evicted', message: 'No memory.' }
  });
  const [server, why] = told.mock.calls[0]!;
  expect(server).toEqual({ user: 'ada', name: 'ocean' });
  expect(await why).toMatchObject({
    code: 'interrupted',
    options: { values: { reason: 'No memory.' } }
  });
  await gone;
  await driver.dispose();
});

describe('why a server ended', () => {
  const { metadata } = podOf('in-use');
  const token = 'the-token';
  const files = {
    [`${FILES_TARGET}/etc/jupyter_server_config.json`]: {
      IdentityProvider: { token }
    }
  };
  const env = [{ name: 'CHECK_WRITE', value: JSON.stringify(files) }];
  const spec = { containers: [], initContainers: [{ name: 'check', env }] };
  const ended = (exitCode: number, reason?: string): V1Pod => ({
    ...{ metadata, spec },
    status: {
      containerStatuses: [
        {
          ...{ name: 'notebook', image: '', imageID: '' },
          ...{ ready: false, restartCount: 0 },
          state: { terminated: { exitCode, reason } }
        }
      ]
    }
  });
  const printing = (log: string) => {
    const { cluster } = new PodsApi();
    const readNamespacedPodLog = () => Promise.resolve(log);
    return { ...cluster, api: { ...cluster.api, readNamespacedPodLog } };
  };

  it('is told with what it printed, without its token', async () => {
    const why = await serverExit(printing('[I] token=the-token'), ended(7));
    expect(why).toMatchObject({
      code: 'server-exited',
      options: { values: { exitCode: '7' }, log: '[I] token=…' }
    });
  });

  it('is told where it needed more memory', async () => {
    const why = await serverExit(printing(''), ended(137, 'OOMKilled'));
    expect(why?.options.values?.reason).toBe('out of memory');
  });

  it('is nothing where it ended in order', async () => {
    expect(await serverExit(printing('bye'), ended(0))).toBeUndefined();
  });

  it('is told where somebody deleted its pod', async () => {
    const deletionTimestamp = new Date(0);
    const why = await serverExit(printing(''), {
      ...ended(0),
      metadata: { ...metadata, deletionTimestamp }
    });
    expect(why?.code).toBe('interrupted');
  });

  it('is told without a log where that cannot be had', async () => {
    const why = await serverExit(new PodsApi().cluster, ended(7));
    expect(why?.code).toBe('server-exited');
    expect(why?.options.log).toBeUndefined();
  });
});
