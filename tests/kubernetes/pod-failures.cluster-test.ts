/** Pods that end unasked, or do not end when asked: rows 11 and 31. */
import { once } from 'node:events';
import type { Progress } from '../../companion/src/drivers/driver.ts';
import type { ServerRef } from '../../companion/src/drivers/server-ref.ts';
import type { ProjectPlan } from '../../companion/src/drivers/launch-plan.ts';
import type { Failed } from '../../companion/src/base/errors.ts';
import { untilSeen } from '../cluster/waiting.ts';
import { noted, openPlaces } from './places.ts';
import type { Places } from './places.ts';
import { quickImage } from './quick-image.ts';

let places: Places;
let quick: string;

beforeAll(async () => {
  places = await openPlaces({
    profiles: [{ id: 'small', label: 'Small', limits: { memory: '96Mi' } }]
  });
  quick = await quickImage(places.cluster);
}, 300_000);

afterAll(async () => {
  await places.close();
});

function planOf(user: string, changes: Partial<ProjectPlan> = {}): ProjectPlan {
  const server = { user, name: 'ocean' };
  return places.plan({ image: quick, server, ...changes });
}

async function opened(plan: ProjectPlan): Promise<void> {
  await places.driver.fill?.(plan, noted());
  await places.driver.start(plan, noted());
}

async function pods(user: string): Promise<string[]> {
  const text = await places.namespace.kubectl([
    ...['get', 'pods', '-o', 'name'],
    ...['--selector', 'jupyterlab-projects/role!=files']
  ]);
  return text.split('\n').filter(name => name.includes(`/${user}-`));
}

async function deletePods({ user }: ServerRef): Promise<void> {
  const names = await pods(user);
  await places.namespace.kubectl(['delete', '--wait=false', ...names]);
}

/** Wait for the next server that ends by itself; resolves to it, and why. */
function exit(): Promise<{ server: ServerRef; why: Failed | undefined }> {
  return new Promise(resolve => {
    const stop = places.driver.onExit((server, ended) => {
      stop();
      void ended.then(why => {
        resolve({ server, why });
      });
    });
  });
}

async function post(plan: ProjectPlan, path: string): Promise<void> {
  const { target = '', token = '' } =
    (await places.driver.endpoint(plan.server)) ?? {};
  const { user, name } = plan.server;
  await fetch(`${target}/user/${user}/${name}/${path}`, {
    method: 'POST',
    headers: { authorization: `token ${token}` }
  });
}

test('a pod that is stuck in its end does not block its server', async () => {
  const plan = planOf('stuck');
  await opened(plan);
  const [stuck = ''] = await pods('stuck');
  const finalizers = (names: string[]) =>
    places.namespace.kubectl([
      ...['patch', stuck, '--type=merge', '--patch'],
      JSON.stringify({ metadata: { finalizers: names } })
    ]);
  await finalizers(['projects.test/stuck']);
  const stopping = places.driver.stop(plan.server);
  let hasStopped = false;
  void stopping.then(() => (hasStopped = true));
  await untilSeen(
    () => places.driver.list('stuck'),
    servers => servers.length === 0,
    'the end of the server',
    30
  );

  await places.driver.start({ ...plan, seed: false }, noted());

  expect(hasStopped).toBe(false);
  expect(await places.driver.list('stuck')).toMatchObject([plan.server]);
  expect(await pods('stuck')).toHaveLength(2);
  await finalizers([]);
  await stopping;
  expect(await places.driver.list('stuck')).toMatchObject([plan.server]);
}, 120_000);

test('a server that runs out of memory has ended, and is not started again', async () => {
  const plan = planOf('hog');
  await opened(plan);
  const ended = exit();
  void post(plan, 'hog').catch(() => undefined);
  expect(await ended).toMatchObject({
    server: plan.server,
    why: { options: { values: { reason: 'out of memory' } } }
  });
  expect(await places.driver.list('hog')).toEqual([]);
  expect(await places.driver.endpoint(plan.server)).toBeUndefined();
  await untilSeen(
    () => pods('hog'),
    names => names.length === 0,
    'the end of its pod',
    30
  );
}, 120_000);

test('a server whose pod is deleted by hand has ended', async () => {
  const plan = planOf('hand');
  await opened(plan);
  const ended = exit();
  await deletePods(plan.server);
  expect(await ended).toMatchObject({
    server: plan.server,
    why: { code: 'interrupted' }
  });
  expect(await places.driver.list('hand')).toEqual([]);
}, 120_000);

/** Deletes the pod of the plan at the first message that begins so. */
function deletingAt(message: string, plan: ProjectPlan) {
  const reached = new AbortController();
  const deleted = once(reached.signal, 'abort').then(() =>
    deletePods(plan.server)
  );
  const progress: Progress = {
    signal: new AbortController().signal,
    report: told => {
      if (told.startsWith(message)) {
        reached.abort();
      }
    }
  };
  return { progress, deleted };
}

test.each([
  'Looking for a machine',
  'Starting the server',
  'Starting JupyterLab',
  'Starting a kernel'
])(
  'a pod that is deleted at "%s" fails its start at once, and leaves nothing',
  async message => {
    const user = `at-${message.replace(/\W/g, '').toLowerCase()}`;
    const plan = planOf(user, {
      environment: { QUICK_WAIT: '2', QUICK_KERNEL_WAIT: '2' }
    });
    await places.driver.fill?.(plan, noted());
    const { progress, deleted } = deletingAt(message, plan);
    await expect(places.driver.start(plan, progress)).rejects.toMatchObject({
      code: 'interrupted',
      message: 'The pod was deleted as it started.'
    });
    await deleted;
    expect(await pods(user)).toEqual([]);
    await places.driver.start({ ...plan, seed: false }, noted());
  },
  120_000
);
