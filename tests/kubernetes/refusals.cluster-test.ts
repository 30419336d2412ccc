/** Refusals of a real API server and kubelet, told at once in their words. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../companion/src/drivers/cluster/connection.ts';
import type { Failed } from '../../companion/src/base/errors.ts';
import { noted, openPlaces } from './places.ts';
import type { Places } from './places.ts';
import { quickImage } from './quick-image.ts';

let places: Places;
let quick: string;
const opened: Places[] = [];

beforeAll(async () => {
  places = await openPlaces({
    profiles: [{ id: 'small', label: 'Small', limits: { memory: '96Mi' } }]
  });
  opened.push(places);
  quick = await quickImage(places.cluster);
}, 300_000);

afterAll(async () => {
  await Promise.all(opened.map(one => one.close()));
});

/** Open the same namespace by a companion with other settings. */
async function otherwise(settings: Record<string, unknown>): Promise<Places> {
  const other = await openPlaces({
    namespace: places.namespace.name,
    ...settings
  });
  opened.push(other);
  return other;
}

let users = 0;
/** Fill a folder, and start its server by `by`; resolves to the failure. */
async function refusal(
  by: Places,
  before: () => Promise<unknown> = () => Promise.resolve()
): Promise<Failed> {
  users += 1;
  const server = { user: `r${String(users)}`, name: 'ocean' };
  const plan = places.plan({ image: quick, server });
  await places.driver.fill?.(plan, noted());
  await before();
  const failure: unknown = await by.driver
    .start({ ...plan, seed: false }, noted())
    .then(
      () => new Error('It was started.'),
      (error: unknown) => error
    );
  expect(await places.driver.list(server.user)).toEqual([]);
  return failure as Failed;
}

const template = (spec: object) => ({ podTemplate: { spec } });

test('a priority class that is not there', async () => {
  const by = await otherwise(template({ priorityClassName: 'gold' }));
  const failure = await refusal(by);
  expect(failure).toMatchObject({ code: 'refused' });
  expect(failure.message).toBe(
    'The cluster refuses it: no PriorityClass with name gold was found. Ask the administrator.'
  );
}, 120_000);

test('more than a limit range lets a container have', async () => {
  const failure = await refusal(places, () =>
    places.namespace.kubectl(['apply', '-f', '-'], {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'little' },
      spec: { limits: [{ type: 'Container', max: { memory: '64Mi' } }] }
    })
  );
  await places.namespace.kubectl(['delete', 'limitrange', 'little']);
  expect(failure).toMatchObject({
    code: 'refused',
    options: { values: { reason: 'limits' } }
  });
  expect(failure.message).toMatch(/maximum memory usage per Container is 64Mi/);
}, 120_000);

test('what the pod security standard of the namespace forbids', async () => {
  const label = 'pod-security.kubernetes.io/enforce';
  const { name } = places.namespace;
  const by = await otherwise(template({ hostNetwork: true }));
  const failure = await refusal(by, () =>
    places.cluster.kubectl(['label', 'namespace', name, `${label}=baseline`])
  );
  await places.cluster.kubectl(['label', 'namespace', name, `${label}-`]);
  expect(failure).toMatchObject({ code: 'refused' });
  expect(failure.message).toMatch(/violates PodSecurity "baseline/);
}, 120_000);

test('a webhook that cannot be called', async () => {
  const { name } = places.namespace;
  const metadata = { name: `away-${name}` };
  const failure = await refusal(places, () =>
    places.cluster.apply({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata,
      webhooks: [
        {
          name: 'away.projects.test',
          // Nobody listens there.
          clientConfig: { url: 'https://127.0.0.1:1/' },
          namespaceSelector: {
            matchLabels: { 'kubernetes.io/metadata.name': name }
          },
          rules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['CREATE'],
              resources: ['pods']
            }
          ],
          failurePolicy: 'Fail',
          sideEffects: 'None',
          admissionReviewVersions: ['v1']
        }
      ]
    })
  );
  await places.cluster.kubectl([
    ...['delete', 'validatingwebhookconfiguration', metadata.name]
  ]);
  expect(failure).toMatchObject({
    code: 'refused',
    options: { values: { reason: 'webhook' } }
  });
}, 120_000);

test('a machine with less room than it is asked for', async () => {
  const text = await places.cluster.kubectl(['get', 'nodes', '-o', 'json']);
  const { items } = JSON.parse(text) as {
    items: { metadata: { name: string } }[];
  };
  const by = await otherwise({
    // Past the scheduler, as if another pod had taken the room first.
    ...template({ nodeName: items[0]?.metadata.name }),
    profiles: [{ id: 'huge', label: 'Huge', requests: { cpu: '1000' } }]
  });
  const failure = await refusal(by);
  expect(failure).toMatchObject({ code: 'no-room' });
  expect(failure.message).toMatch(/cpu/);
}, 120_000);

test('a runtime that the machine does not have', async () => {
  const name = `none-${places.namespace.name}`;
  await places.cluster.apply({
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name },
    handler: 'none-such'
  });
  const by = await otherwise(template({ runtimeClassName: name }));
  const failure = await refusal(by);
  await places.cluster.kubectl(['delete', 'runtimeclass', name]);
  expect(failure).toMatchObject({
    code: 'refused',
    options: { values: { reason: 'machine' } }
  });
  expect(failure.message).toContain('none-such');
}, 120_000);

test('a container that is added to each pod, and fails', async () => {
  const by = await otherwise(
    template({
      initContainers: [
        { name: 'mesh', image: quick, command: ['sh', '-c', 'exit 3'] }
      ]
    })
  );
  const failure = await refusal(by);
  expect(failure).toMatchObject({
    code: 'refused',
    options: { values: { reason: 'added', container: 'mesh', exitCode: '3' } }
  });
}, 120_000);

test('a namespace that is going away', async () => {
  const going = await openPlaces();
  const plan = going.plan({ image: quick });
  // An object that stays keeps the namespace from ending.
  await going.namespace.kubectl(['apply', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'stays', finalizers: ['projects.test/stays'] }
  });
  await going.namespace.remove();
  await expect(going.driver.fill?.(plan, noted())).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('being terminated') as string
  });
  await going.namespace.kubectl([
    ...['patch', 'configmap', 'stays', '--type=merge'],
    ...['--patch', '{"metadata":{"finalizers":[]}}']
  ]);
  await going.driver.dispose();
}, 120_000);

test('a token that is not known any more is read anew', async () => {
  const { kubeconfig } = places.cluster;
  const given = await readFile(kubeconfig, 'utf8');
  const { token } = (
    JSON.parse(given) as { users: [{ user: { token: string } }] }
  ).users[0].user;
  const file = join(await mkdtemp(join(tmpdir(), 'kube-')), 'config');
  await writeFile(file, given.replaceAll(token, 'ended'));
  const namespace = places.namespace.name;
  const { api } = connect({ kubeconfig: file, namespace });

  await expect(api.listNamespacedPod({ namespace })).rejects.toMatchObject({
    code: 401
  });
  await writeFile(file, given);
  expect((await api.listNamespacedPod({ namespace })).kind).toBe('PodList');
}, 60_000);
