/** Images and names that are meant to do harm: e.7, 11, 13, 21 and 24. */
import {
  chownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { PORTS } from '../../companion/src/drivers/cluster/own-image.ts';
import type { ProjectPlan } from '../../companion/src/drivers/launch-plan.ts';
import { allAnswered, askInside } from '../cluster/inside.ts';
import { API_SERVICE } from '../cluster/network.ts';
import { changedFiles, claimFolder, treeOf } from './claim-files.ts';
import { noted, openPlaces, USER } from './places.ts';
import type { Places } from './places.ts';
import { quickImage } from './quick-image.ts';

const OWNER = 1000;
/** The address that every pod knows. */
const API_SERVER = `https://${API_SERVICE}`;

let places: Places;
let root: string;
let quick: string;

beforeAll(async () => {
  places = await openPlaces();
  quick = await quickImage(places.cluster);
  const plan = places.plan({ image: quick });
  await places.driver.fill?.(plan, noted());
  root = await claimFolder(
    places.cluster,
    places.namespace,
    `projects-${USER}`
  );
}, 300_000);

afterAll(async () => {
  await places.close();
});

let count = 0;
function nextPlan(changes: Partial<ProjectPlan>): ProjectPlan {
  count += 1;
  const slug = `p${String(count)}`;
  const server = { user: USER, name: slug };
  return places.plan({
    ...{ image: quick, server, slug, folder: slug, newVolume: false },
    ...changes
  });
}

function boobyTrapped(special: string): Promise<string> {
  return places.cluster.build({
    folder: join(import.meta.dirname, 'images', 'booby-trapped'),
    name: 'booby-trapped:test',
    args: { SPECIAL: special }
  });
}

/** Run a command in the server's own container, and return its output. */
async function said(plan: ProjectPlan, ...command: string[]): Promise<string> {
  const name = await places.namespace.kubectl([
    ...['get', 'pods', '-o', 'name'],
    ...['--selector', `jupyterlab-projects/server=${plan.server.name}`]
  ]);
  return await places.namespace.kubectl([
    ...['exec', name.trim(), '-c', 'notebook', '--', ...command]
  ]);
}

test('a hostile image changes nothing but its own new folder', async () => {
  const before = await treeOf(root);
  const plan = nextPlan({ image: await places.cluster.image('hostile') });
  await places.driver.fill?.(plan, noted());
  await places.driver.start(plan, noted());
  await places.driver.stop(plan.server);
  const after = await treeOf(root);
  expect(changedFiles(before, after)).toEqual([]);
  const added = [...after.keys()].filter(path => !before.has(path));
  expect(added.filter(path => path.split('/')[0] !== plan.folder)).toEqual([]);
}, 180_000);

test('of an image that is set with traps only files and links are kept', async () => {
  const plan = nextPlan({ image: await boobyTrapped('') });
  await places.driver.fill?.(plan, noted());
  const folder = join(root, plan.folder);
  const program = lstatSync(join(folder, 'program'));
  expect(program.mode & 0o7777).toBe(0o755);
  expect(program.uid).toBe(OWNER);
  expect(readlinkSync(join(folder, 'out'))).toBe('../../etc');
  expect(readlinkSync(join(folder, 'absolute'))).toBe('/etc/passwd');
}, 120_000);

test('an image with a pipe in its home is refused in a sentence', async () => {
  const plan = nextPlan({ image: await boobyTrapped('pipe') });
  await expect(places.driver.fill?.(plan, noted())).rejects.toMatchObject({
    code: 'unsupported-environment',
    message: expect.stringContaining('"pipe" is a device') as string
  });
  expect(() => lstatSync(join(root, plan.folder))).toThrow('ENOENT');
}, 120_000);

const NASTY = [
  ...['$(HOME)', '$(touch pwn)', 'with space', '-dash', 'ünï ✓', 'a..b'],
  ...['q\'uo"te', 'new\nline', '{username}', '`x`; x', 'n'.repeat(255)]
];

/** As many servers as two cores carry. */
const AT_ONCE = 4;

test('folders of any name are a home, whatever their name would mean', async () => {
  const plans = NASTY.map(folder => nextPlan({ folder, seed: false }));
  for (const { folder } of plans) {
    mkdirSync(join(root, folder));
    chownSync(join(root, folder), OWNER, OWNER);
    writeFileSync(join(root, folder, 'name'), folder);
  }
  const before = await treeOf(root);
  while (plans.length > 0) {
    const some = plans.splice(0, AT_ONCE);
    await Promise.all(
      some.map(async plan => {
        await places.driver.start(plan, noted());
        expect(await said(plan, 'cat', '/home/jovyan/name')).toBe(plan.folder);
        await places.driver.stop(plan.server);
      })
    );
  }
  expect(await treeOf(root)).toEqual(before);
}, 240_000);

test('an image runs by its digest, wherever its tag has moved', async () => {
  const image = await quickImage(places.cluster, { mark: 'first' });
  await quickImage(places.cluster, { mark: 'moved' });
  const plan = nextPlan({ image });
  await places.driver.fill?.(plan, noted());
  const mark = join(root, plan.folder, 'mark.txt');
  expect(readFileSync(mark, 'utf8')).toBe('first\n');
}, 120_000);

describe('from inside the pod of a server', () => {
  let plan: ProjectPlan;
  const inside = (...command: string[]) => said(plan, ...command);

  beforeAll(async () => {
    // Made first: a pod is told of the services that are there as it starts.
    await places.namespace.kubectl([
      ...['create', 'service', 'clusterip', 'ledger', '--tcp=80']
    ]);
    plan = nextPlan({ folder: 'ocean', seed: false });
    await places.driver.start(plan, noted());
  }, 120_000);

  test('there is no token of the cluster, and no word of its services', async () => {
    const mounts = await inside('cat', '/proc/self/mounts');
    expect(mounts).not.toContain('serviceaccount');
    const names = (await inside('env'))
      .split('\n')
      .map(line => line.split('=')[0] ?? '');
    // Variables of the API server are in every pod; nothing takes them away.
    const services = names.filter(name => /_SERVICE_(HOST|PORT)/.test(name));
    expect(
      services.filter(name => !name.startsWith('KUBERNETES_SERVICE_'))
    ).toEqual([]);
  });

  test('the API server lets nobody read or make anything', async () => {
    const space = `/api/v1/namespaces/${places.namespace.name}`;
    const paths = [
      ...['secrets', 'pods', 'persistentvolumeclaims', 'events'].map(
        kind => `GET ${API_SERVER}${space}/${kind}`
      ),
      `GET ${API_SERVER}/api/v1/namespaces`,
      `GET ${API_SERVER}/api/v1/nodes`,
      `GET ${API_SERVER}/api`,
      `POST ${API_SERVER}${space}/pods`
    ];
    expect(await askInside(inside, paths)).toEqual(allAnswered(paths, 403));
  });

  test('the kubelet and the agent answer nobody without their secret', async () => {
    const asked = [
      `GET https://${places.cluster.bridge}:10250/pods`,
      ...['list', 'outside', 'purge'].map(
        call => `POST http://127.0.0.1:${String(PORTS.agent)}/v1/${call}`
      )
    ];
    expect(await askInside(inside, asked)).toEqual(allAnswered(asked, 401));
  });
});
