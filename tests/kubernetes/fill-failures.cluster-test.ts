/** A fill is all or nothing, also when it is cut off: row 6 of the faults. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProjectPlan } from '../../companion/src/drivers/launch-plan.ts';
import { changedFiles, claimFolder, treeOf } from './claim-files.ts';
import type { Tree } from './claim-files.ts';
import { noted, openPlaces, USER } from './places.ts';
import type { Places } from './places.ts';
import { podProcesses } from './pod-processes.ts';
import { quickImage } from './quick-image.ts';

const FILES = 10_000;
/** The number of files in each of the image's folders. */
const EACH = 100;
/** All entries of the folder `many`: its files, and their folders. */
const WHOLE = FILES + FILES / EACH;

let places: Places;
let root: string;
let image: string;
let before: Tree;

beforeAll(async () => {
  places = await openPlaces();
  image = await quickImage(places.cluster, { files: FILES });
  const plan = places.plan({ image: await quickImage(places.cluster) });
  await places.driver.fill?.(plan, noted());
  root = await claimFolder(
    places.cluster,
    places.namespace,
    `projects-${USER}`
  );
  before = await treeOf(root);
}, 300_000);

afterAll(async () => {
  await places.close();
});

let count = 0;
function nextPlan(): ProjectPlan {
  count += 1;
  const folder = `cut-${String(count)}`;
  const server = { user: USER, name: folder };
  return places.plan({ image, server, folder, newVolume: false });
}

const partial = () => join(root, '.jupyterlab-projects', 'partial');

/**
 * Let the copy come to that share of the files, and hold it there, as it may
 * end before the next look. Resolves to its processes, which are stopped.
 */
async function heldAt(plan: ProjectPlan, share: number): Promise<number[]> {
  const enough = Math.ceil((share * FILES) / EACH);
  let copies: number[] = [];
  for (const end = performance.now() + 60_000; performance.now() < end;) {
    // Found only once: during such a search many files are copied.
    copies = copies.length > 0 ? copies : podProcesses('cp', plan.project);
    copies.forEach(pid => process.kill(pid, 'SIGSTOP'));
    if (copies.length > 0 && folders(plan) >= enough) {
      return copies;
    }
    copies.forEach(pid => process.kill(pid, 'SIGCONT'));
    await delay(2);
  }
  throw new Error('The copy did not come so far within 60 s.');
}

/** Return how many of its folders the copy has begun. */
function folders(plan: ProjectPlan): number {
  const name = readdirSync(partial()).find(n => n.includes(plan.project));
  const many = join(partial(), name ?? '', 'many');
  return name !== undefined && existsSync(many) ? readdirSync(many).length : 0;
}

async function expectNothing(plan: ProjectPlan): Promise<void> {
  const names = readdirSync(partial());
  expect(names.filter(name => name.includes(plan.project))).toEqual([]);
  const after = await treeOf(root);
  expect(changedFiles(before, after)).toEqual([]);
  expect(existsSync(join(root, plan.folder))).toBe(false);
}

const anyShare = () => Math.random() * 0.9;

test.each([anyShare(), anyShare()])(
  'a copy that is killed at %f of its files leaves nothing',
  async share => {
    const plan = nextPlan();
    const filling = places.driver.fill?.(plan, noted());
    const failed = expect(filling).rejects.toMatchObject({
      message: expect.stringContaining('copied') as string
    });
    const copies = await heldAt(plan, share);
    copies.forEach(pid => process.kill(pid, 'SIGKILL'));
    await failed;
    await expectNothing(plan);
  },
  60_000
);

test.each([anyShare()])(
  'a pod that is deleted at %f of its copy leaves nothing',
  async share => {
    const plan = nextPlan();
    const filling = places.driver.fill?.(plan, noted());
    const failed = expect(filling).rejects.toMatchObject({
      code: 'interrupted'
    });
    await heldAt(plan, share);
    await places.namespace.kubectl([
      ...['delete', 'pod', '--wait=false'],
      ...['--selector', `jupyterlab-projects/server=${plan.folder}`]
    ]);
    await failed;
    await expectNothing(plan);
  },
  90_000
);

/** At 0 the kubelet has not told yet that the copy runs. */
test.each([0, anyShare()])(
  'a fill that is cancelled at %f of its copy leaves nothing',
  async share => {
    const plan = nextPlan();
    const cancel = new AbortController();
    const filling = places.driver.fill?.(plan, noted(cancel.signal));
    const failed = expect(filling).rejects.toMatchObject({
      code: 'interrupted'
    });
    await heldAt(plan, share);
    cancel.abort();
    await failed;
    await expectNothing(plan);

    await places.driver.fill?.(plan, noted());
    const tree = await treeOf(join(root, plan.folder, 'many'));
    expect(tree.size).toBe(WHOLE);
    rmSync(join(root, plan.folder), { recursive: true });
  },
  120_000
);

test('a pod of a fill that an outage has left ends before the next one', async () => {
  const labels = {
    'app.kubernetes.io/managed-by': 'jupyterlab-projects',
    'jupyterlab-projects/role': 'fill',
    'jupyterlab-projects/user': USER
  };
  const annotations = { 'jupyterlab-projects/user-name': USER };
  await places.namespace.kubectl(['create', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'left-over', labels, annotations },
    spec: {
      terminationGracePeriodSeconds: 1,
      containers: [{ name: 'fill', image, command: ['sleep', '600'] }]
    }
  });
  const wait = ['--for=condition=Ready', '--timeout=60s'];
  await places.namespace.kubectl(['wait', ...wait, 'pod/left-over']);

  await places.driver.fill?.(nextPlan(), noted());

  const left = await places.namespace.kubectl([
    ...['get', 'pod', 'left-over', '--ignore-not-found', '-o', 'name']
  ]);
  expect(left.trim()).toBe('');
}, 120_000);
