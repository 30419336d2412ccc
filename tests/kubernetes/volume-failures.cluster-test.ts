/** Claims and folders that cannot be used: rows 7, 9, 22, 23 of the faults. */
import {
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProjectPlan } from '../../companion/src/drivers/launch-plan.ts';
import { smallVolume } from '../cluster/file-systems.ts';
import type { Shape, SmallVolume } from '../cluster/file-systems.ts';
import { untilSeen } from '../cluster/waiting.ts';
import { changedFiles, claimFolder, treeOf } from './claim-files.ts';
import { noted, openPlaces } from './places.ts';
import type { Places } from './places.ts';
import { quickImage } from './quick-image.ts';

const OWNER = 1000;
const MANY = 10_000;

let places: Places;
let quick: string;
const disks: SmallVolume[] = [];

beforeAll(async () => {
  places = await openPlaces();
  quick = await quickImage(places.cluster);
}, 300_000);

afterAll(async () => {
  await places.close();
  await Promise.all(disks.map(disk => disk.remove()));
});

function planOf(user: string, changes: Partial<ProjectPlan> = {}): ProjectPlan {
  const server = { user, name: 'ocean' };
  return places.plan({ image: quick, server, ...changes });
}

async function claims(): Promise<string> {
  return await places.namespace.kubectl(['get', 'pvc', '-o', 'name']);
}

async function opened(user: string): Promise<ProjectPlan> {
  const plan = planOf(user);
  await places.driver.fill?.(plan, noted());
  await places.driver.start(plan, noted());
  return plan;
}

test('a claim that is gone is told, and none is made in its place', async () => {
  const told = {
    code: 'volume-unavailable',
    message: expect.stringContaining('not there any more') as string
  };
  const start = planOf('gone', { seed: false });
  await expect(places.driver.start(start, noted())).rejects.toMatchObject(told);
  const fill = planOf('gone', { newVolume: false });
  await expect(places.driver.fill?.(fill, noted())).rejects.toMatchObject(told);
  expect(await claims()).not.toContain('projects-gone');
});

test('a claim that is being deleted is told, and who runs on it goes on', async () => {
  const plan = await opened('leaving');
  await places.namespace.kubectl([
    ...['delete', 'pvc', 'projects-leaving', '--wait=false']
  ]);
  const other = planOf('leaving', {
    server: { user: 'leaving', name: 'penguins' },
    folder: 'penguins',
    newVolume: false
  });
  await expect(places.driver.fill?.(other, noted())).rejects.toMatchObject({
    code: 'volume-unavailable',
    message: expect.stringContaining('is being deleted') as string
  });
  expect(await places.driver.endpoint(plan.server)).toBeDefined();
  await places.driver.stop(plan.server);
}, 120_000);

test('a claim that nobody provides is told in half a minute', async () => {
  await places.namespace.kubectl(['apply', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'projects-unbound' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      storageClassName: 'nobody-provides-this'
    }
  });
  await expect(
    places.driver.fill?.(planOf('unbound'), noted())
  ).rejects.toMatchObject({ code: 'volume-unavailable' });
  expect(await claims()).toContain('projects-unbound');
}, 60_000);

test('a claim that is bound late shows its files as soon as it is', async () => {
  const path = mkdtempSync(join(tmpdir(), 'late-'));
  chownSync(path, OWNER, OWNER);
  mkdirSync(join(path, 'penguins'));
  const name = places.namespace.name;
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName: name };
  await places.namespace.kubectl(['apply', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'projects-late' },
    spec: { ...spec, resources: { requests: { storage: '1Gi' } } }
  });
  const listing = places.volumes.of('late').list();
  await untilSeen(
    () =>
      places.namespace.kubectl([
        ...['get', 'events', '--field-selector', 'reason=FailedScheduling'],
        ...['-o', 'jsonpath={.items[*].involvedObject.name}']
      ]),
    pods => pods.includes('late-files-'),
    'a pod without a volume',
    30
  );
  await places.cluster.apply({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      ...{ ...spec, capacity: { storage: '1Gi' } },
      persistentVolumeReclaimPolicy: 'Retain',
      hostPath: { path, type: 'Directory' }
    }
  });
  expect(await listing).toMatchObject([{ name: 'penguins' }]);
  await places.cluster.kubectl(['delete', 'pv', name, '--wait=false']);
}, 120_000);

test('a link and a file in the place of a folder are refused, untouched', async () => {
  const plan = await opened('ada');
  const root = await claimFolder(
    places.cluster,
    places.namespace,
    'projects-ada'
  );
  symlinkSync('.', join(root, 'link'));
  symlinkSync('/etc', join(root, 'outside'));
  writeFileSync(join(root, 'file'), 'text');
  for (const folder of ['link', 'outside', 'file', 'missing']) {
    const server = { user: 'ada', name: folder };
    const start = planOf('ada', { server, folder, seed: false });
    await expect(places.driver.start(start, noted())).rejects.toMatchObject({
      code: 'folder-missing'
    });
  }
  expect(lstatSync(join(root, 'link')).isSymbolicLink()).toBe(true);
  expect(readdirSync(root)).not.toContain('missing');
  await places.driver.stop(plan.server);
}, 180_000);

test.each<[string, Shape]>([
  ['bytes', { mebibytes: 6 }],
  ['files', { mebibytes: 200, inodes: 2_000 }]
])(
  'a volume with no room for its %s is told, and nothing of the new folder stays',
  async (room, shape) => {
    const user = `full-${room}`;
    const disk = await smallVolume(
      places.cluster,
      places.namespace,
      `projects-${user}`,
      shape
    );
    disks.push(disk);
    mkdirSync(join(disk.path, 'old'));
    chownSync(join(disk.path, 'old'), OWNER, OWNER);
    writeFileSync(join(disk.path, 'old', 'work.txt'), 'mine');
    const before = await treeOf(disk.path);
    const plan = planOf(user, {
      image: await quickImage(places.cluster, { files: MANY })
    });
    await expect(places.driver.fill?.(plan, noted())).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(/full/i) as string,
      options: { actions: expect.arrayContaining(['free-space']) as string[] }
    });
    const after = await treeOf(disk.path);
    expect(changedFiles(before, after)).toEqual([]);
    expect(after.size).toBe(before.size);
    const partial = join(disk.path, '.jupyterlab-projects', 'partial');
    expect(readdirSync(partial)).toEqual([]);
  },
  180_000
);
