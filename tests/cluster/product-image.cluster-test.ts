import { type Cluster, type Namespace, useCluster } from './cluster.ts';
import { docker } from './docker.ts';
import { ensureLocal } from './images.ts';
import { productImage } from './product-image.ts';

const MEGABYTE = 1_000_000;

let cluster: Cluster;
let space: Namespace;
let image: string;
let base: string;

beforeAll(async () => {
  cluster = await useCluster();
  space = await cluster.namespace('image');
  image = await productImage();
  base = await cluster.image('debian');
  await Promise.all([image, base].map(ensureLocal));
}, 600_000);

afterAll(() => space.remove());

const inspect = async (name: string, what: string) =>
  (await docker(['image', 'inspect', '--format', what, name])).trim();

it('adds less than 300 MB to its base, and runs as a user', async () => {
  const size = async (name: string) => Number(await inspect(name, '{{.Size}}'));
  const added = (await size(image)) - (await size(base));
  console.log(`The image adds ${(added / MEGABYTE).toFixed(0)} MB.`);

  expect(added).toBeLessThan(300 * MEGABYTE);
  expect(await inspect(image, '{{.Config.User}}')).toBe('1000:1000');
});

it('has what it needs, on a root that nothing writes to', async () => {
  const script = [
    'node --version',
    'git --version',
    'tini --version',
    'id -un',
    '/opt/jupyterlab-projects/pod/bin/busybox true && echo busybox-runs',
    'ls /opt/jupyterlab-projects /usr/local/bin',
    'find / -xdev -name node_modules',
    'touch /opt/x',
    // Each says what it lacks, which shows that it starts.
    'projects-check; projects-gateway'
  ].join('; ');
  await space.kubectl(['apply', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'look' },
    spec: {
      restartPolicy: 'Never',
      containers: [
        {
          name: 'look',
          image,
          args: ['sh', '-c', `(${script}) 2>&1; true`],
          securityContext: { readOnlyRootFilesystem: true }
        }
      ]
    }
  });
  await space.kubectl([
    ...['wait', '--for=jsonpath={.status.phase}=Succeeded', 'pod/look'],
    '--timeout=90s'
  ]);
  const said = await space.kubectl(['logs', 'look']);

  for (const part of [
    process.version,
    'git version',
    'tini version',
    'busybox-runs',
    'labextension',
    'projects-agent',
    'projects-companion',
    'Read-only file system',
    'The check is not configured',
    'A gateway of its own needs the settings'
  ]) {
    expect(said).toContain(part);
  }
  expect(said).not.toContain('node_modules');
});
