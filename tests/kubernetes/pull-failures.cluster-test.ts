/** Images that cannot be pulled, or take long: rows 4 and 5 of the faults. */
import { randomBytes } from 'node:crypto';
import type { Failed } from '../../companion/src/base/errors.ts';
import { registryProxy } from '../cluster/registry-proxy.ts';
import type {
  RegistryFault,
  RegistryProxy
} from '../cluster/registry-proxy.ts';
import { noted, openPlaces } from './places.ts';
import type { Places } from './places.ts';
import { quickImage } from './quick-image.ts';

let places: Places;
let quick: string;
const proxies: RegistryProxy[] = [];

beforeAll(async () => {
  places = await openPlaces();
  quick = await quickImage(places.cluster);
}, 300_000);

afterAll(async () => {
  await places.close();
  await Promise.all(proxies.map(proxy => proxy.close()));
});

async function through(fault: RegistryFault, image = quick): Promise<string> {
  const proxy = await registryProxy(places.cluster, fault);
  proxies.push(proxy);
  return proxy.reference(image);
}

/** Fill from the image for a new user; resolves to the failure. */
let count = 0;
async function failure(image: string): Promise<Failed & { pulls: number }> {
  count += 1;
  const user = `u${String(count)}`;
  const plan = places.plan({ image, server: { user, name: 'ocean' } });
  const error: unknown = await places.driver.fill?.(plan, noted()).then(
    () => new Error('It was filled.'),
    (reason: unknown) => reason
  );
  expect(await places.driver.list(user)).toEqual([]);
  return Object.assign(error as Failed, { pulls: await pulls(user, image) });
}

/** Count how often the kubelet has said that it failed to pull the image. */
async function pulls(user: string, image: string): Promise<number> {
  const text = await places.namespace.kubectl([
    ...['get', 'events', '-o', 'json'],
    ...['--field-selector', 'reason=Failed']
  ]);
  const { items } = JSON.parse(text) as {
    items: {
      involvedObject: { name: string };
      message: string;
      count?: number;
    }[];
  };
  return items
    .filter(
      ({ involvedObject, message }) =>
        involvedObject.name.startsWith(`${user}-`) &&
        message.includes(`Failed to pull image "${image}"`)
    )
    .reduce((sum, event) => sum + (event.count ?? 1), 0);
}

test.each([
  ['lab:no-such-tag', 'does not exist'],
  [`lab@sha256:${'0'.repeat(64)}`, 'does not exist']
])('%s is told after one try: it %s', async (name, why) => {
  const found = await failure(`${places.cluster.registry}/${name}`);
  expect(found.code).toBe('image-unavailable');
  expect(found.message).toContain(why);
  expect(found.pulls).toBe(1);
});

test('a registry that wants a login is told after one try', async () => {
  const found = await failure(await through({ status: 401 }));
  expect(found.code).toBe('image-unavailable');
  expect(found.message).toContain('may not be pulled from here');
  expect(found.pulls).toBe(1);
});

test('what is no name of an image is told before any pull', async () => {
  const found = await failure(`${places.cluster.registry}/lab@sha256:short`);
  expect(found.code).toBe('image-unavailable');
  expect(found.message).toContain('is not a name of an image');
  expect(found.pulls).toBe(0);
});

test('a registry that fails otherwise is tried three times', async () => {
  const all = await Promise.all([
    through('stopped').then(failure),
    through({ status: 500 }).then(failure)
  ]);
  for (const found of all) {
    expect(found.code).toBe('image-unavailable');
    expect(found.message).toContain('cannot be reached');
    expect(found.pulls).toBe(3);
  }
}, 180_000);

test('a slow pull is told by its seconds, and may be slow', async () => {
  const mark = randomBytes(8).toString('hex');
  const image = await quickImage(places.cluster, { noise: 1_200_000, mark });
  const slow = await through({ bytesPerSecond: 200_000 }, image);
  const plan = places.plan({ image: slow });
  const holds: string[] = [];
  const progress = {
    ...noted(),
    hold: () => {
      holds.push('held');
      return () => holds.push('released');
    }
  };
  await places.driver.fill?.(plan, progress);
  expect(progress.messages).toContain('Pulling the image · 3 s');
  expect(holds).toEqual(['held', 'released']);
}, 180_000);
