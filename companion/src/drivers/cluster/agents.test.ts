import type { V1Pod } from '@kubernetes/client-node';
import { Kubernetes } from '../../config/kubernetes-settings.ts';
import { PodsApi } from '../../testing/pods-api.ts';
import { Agents } from './agents.ts';
import type { AgentsDeps } from './agents.ts';
import { FilesPods } from './files-pods.ts';
import { ANNOTATIONS, LABELS } from './names.ts';
import { PodInventory } from './pod-inventory.ts';

let api: PodsApi;
let inventory: PodInventory;
let agents: Agents;

async function open(
  find: AgentsDeps['claims']['find'],
  filesPodMs = 120_000
): Promise<void> {
  api = new PodsApi();
  const { cluster } = api;
  const shared = { cluster, log: { warn: jest.fn() } };
  inventory = new PodInventory(shared);
  await api.watched;
  const settings = Kubernetes.parse({
    claim: { accessMode: 'ReadWriteOncePod' },
    filesPodMs
  });
  const filesPods = new FilesPods({
    ...{ ...shared, inventory, outageMs: 1_000 },
    settings: { ...settings, image: 'registry.test/ours:1' }
  });
  agents = new Agents({ inventory, claims: { find }, filesPods });
}

/** Make a server pod of ada's that runs at the address `podIP`. */
function run(name: string, podIP: string): void {
  const pod: V1Pod = {
    metadata: {
      name,
      labels: { [LABELS.user]: 'ada', [LABELS.role]: 'server' },
      annotations: { [ANNOTATIONS.user]: 'ada' }
    },
    spec: { containers: [{ name: 'agent' }] }
  };
  api.run(api.put(pod), podIP);
}

afterEach(async () => {
  jest.restoreAllMocks();
  agents.dispose();
  await inventory.dispose();
});

/** Resolves with the role of the next pod that is made. */
function made(): Promise<string | undefined> {
  return new Promise(resolve => {
    const stop = inventory.onChange(({ metadata }) => {
      stop();
      resolve(metadata?.labels?.[LABELS.role]);
    });
  });
}

/**
 * Ask for the user's files; resolves with the address that `answer` accepts.
 */
function asks(answer: (address: string) => boolean): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  jest.spyOn(globalThis, 'fetch').mockImplementation(input => {
    const { hostname } = new URL(new Request(input).url);
    if (answer(hostname)) {
      resolve(hostname);
    }
    return Promise.reject(new TypeError('fetch failed'));
  });
  agents
    .of('ada')
    .list()
    .catch(() => undefined);
  return promise;
}

test('a server that started while the claim was looked for is asked', async () => {
  await open(() => {
    run('ada-ocean-1', '10.0.0.1');
    return Promise.resolve({});
  });
  const alone = made().then(() => made());
  expect(await Promise.race([asks(() => true), alone])).toBe('10.0.0.1');
});

test('who asks a server that ends asks the next one', async () => {
  await open(() => Promise.resolve({}));
  run('ada-ocean-1', '10.0.0.1');
  const next = asks(address => {
    api.remove('ada-ocean-1');
    run('ada-forest-1', '10.0.0.2');
    return address === '10.0.0.2';
  });
  expect(await next).toBe('10.0.0.2');
});

test('who asks a server that does not answer stops when the service ends', async () => {
  await open(() => Promise.resolve({}));
  run('ada-ocean-1', '10.0.0.1');
  jest.spyOn(globalThis, 'fetch').mockImplementation(() => {
    setImmediate(() => {
      agents.dispose();
    });
    return Promise.reject(new TypeError('fetch failed'));
  });
  await expect(agents.of('ada').list()).rejects.toMatchObject({
    code: 'volume-unavailable'
  });
});

test('who waits for a files pod stops waiting when the service ends', async () => {
  await open(() => Promise.resolve({}));
  const making = made();
  const listed = agents.of('ada').list();
  expect(await making).toBe('files');
  agents.dispose();
  await expect(listed).rejects.toMatchObject({ code: 'volume-unavailable' });
  await expect(agents.of('ada').list()).rejects.toMatchObject({
    code: 'volume-unavailable'
  });
});

test('who asks while an unused files pod ends is answered by another', async () => {
  await open(() => Promise.resolve({}), 0);
  const addresses: string[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(input => {
    addresses.push(new URL(new Request(input).url).hostname);
    return Promise.resolve(new Response());
  });
  const ends = Promise.withResolvers<undefined>();
  api.cluster.api.deleteNamespacedPod = () => {
    ends.resolve(undefined);
    // As on a busy cluster, nobody is told of the deletion yet.
    return new Promise(() => undefined);
  };
  const running = (role: string) =>
    [...api.pods.values()].filter(
      ({ metadata }) => metadata?.labels?.[LABELS.role] === role
    );
  const first = made();
  const listed = agents
    .of('ada')
    .list()
    .catch(() => undefined);
  await first;
  api.run(running('files')[0]!, '127.0.0.1');
  await listed;
  await ends.promise;

  const second = made();
  agents
    .of('ada')
    .list()
    .catch(() => undefined);
  expect(await second).toBe('files');
  expect(running('files')).toHaveLength(2);
});
