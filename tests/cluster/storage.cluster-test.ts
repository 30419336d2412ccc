import { existsSync } from 'node:fs';
import { type Cluster, type Namespace, useCluster } from './cluster.ts';
import { type Shape, smallVolume } from './file-systems.ts';

let cluster: Cluster;
let space: Namespace;

beforeAll(async () => {
  cluster = await useCluster();
  space = await cluster.namespace('storage');
});

afterAll(() => space.remove());

/** Run a script of Python in a pod on that claim, and return its output. */
async function said(claim: string, script: string): Promise<string> {
  await space.kubectl(['apply', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: claim },
    spec: {
      restartPolicy: 'Never',
      securityContext: { runAsUser: 1000, runAsGroup: 1000 },
      containers: [
        {
          name: 'script',
          image: await cluster.image('base'),
          command: ['python3', '-c', script],
          volumeMounts: [{ name: 'files', mountPath: '/files' }]
        }
      ],
      volumes: [{ name: 'files', persistentVolumeClaim: { claimName: claim } }]
    }
  });
  await space.kubectl([
    ...['wait', '--for=jsonpath={.status.phase}=Succeeded'],
    ...[`pod/${claim}`, '--timeout=60s']
  ]);
  return space.kubectl(['logs', claim]);
}

const FILL = `
import os
count = 0
try:
    while True:
        with open(f'/files/{count}', 'wb') as file:
            file.write(bytes(SIZE))
        count += 1
except OSError as error:
    print(count, error.strerror)
`;

it.each<[string, Shape, number]>([
  ['a disk of 6 MiB', { mebibytes: 6 }, 1024 * 1024],
  ['a disk for few files', { mebibytes: 16, inodes: 64 }, 0]
])('%s is full after some files', async (_, shape, size) => {
  const claim = shape.inodes === undefined ? 'few-bytes' : 'few-inodes';
  const volume = await smallVolume(cluster, space, claim, shape);
  try {
    const answer = await said(claim, FILL.replace('SIZE', String(size)));

    expect(answer).toMatch(/^\d{1,2} No space left on device/);
    expect(existsSync(`${volume.path}/0`)).toBe(true);
  } finally {
    await volume.remove();
  }
});

it('a claim of projects-test-local is bound to the node of its first pod', async () => {
  await space.kubectl(['apply', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'local' },
    spec: {
      accessModes: ['ReadWriteOncePod'],
      storageClassName: 'projects-test-local',
      resources: { requests: { storage: '1Gi' } }
    }
  });

  const answer = await said('local', 'import os; print(os.listdir("/files"))');

  expect(answer.trim()).toBe('[]');
  const volume = await space.kubectl([
    ...['get', 'pvc', 'local', '-o', 'jsonpath={.spec.volumeName}']
  ]);
  const terms = await cluster.kubectl([
    ...['get', 'pv', volume, '-o', 'jsonpath={.spec.nodeAffinity}']
  ]);
  const node = await space.kubectl([
    ...['get', 'pod', 'local', '-o', 'jsonpath={.spec.nodeName}']
  ]);
  expect(terms).toContain(node);
});

it('a claim that is deleted takes its volume and its files along', async () => {
  await space.kubectl(['apply', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'gone' },
    spec: {
      accessModes: ['ReadWriteMany'],
      resources: { requests: { storage: '1Gi' } }
    }
  });
  await space.kubectl([
    ...['wait', '--for=jsonpath={.status.phase}=Bound', 'pvc/gone'],
    '--timeout=30s'
  ]);
  const name = await space.kubectl([
    ...['get', 'pvc', 'gone', '-o', 'jsonpath={.spec.volumeName}']
  ]);
  const path = await cluster.kubectl([
    ...['get', 'pv', name, '-o', 'jsonpath={.spec.hostPath.path}']
  ]);
  expect(existsSync(path)).toBe(true);

  await space.kubectl(['delete', 'pvc', 'gone']);
  await cluster.kubectl([
    ...['wait', '--for=delete', `pv/${name}`, '--timeout=30s']
  ]);

  expect(existsSync(path)).toBe(false);
});
