import { startFakeRegistry } from '../../testing/fake-registry.ts';
import type { FakeRegistry } from '../../testing/fake-registry.ts';
import { ociImage } from '../../testing/oci-image.ts';
import { Registry } from '../../registry/registry.ts';
import { ImageAvailability } from './image-availability.ts';

let server: FakeRegistry;
let time: number;
let warned: number;

beforeEach(async () => {
  server = await startFakeRegistry();
  time = 1_000_000;
  warned = 0;
});

afterEach(async () => {
  await server.close();
});

function availability(
  patienceMs = 30_000,
  deadlineMs = 30_000
): ImageAvailability {
  return new ImageAvailability({
    registry: new Registry({
      insecure: [server.host],
      platform: 'linux/amd64',
      timeoutMs: 5_000,
      deadlineMs
    }),
    answerMs: 60_000,
    patienceMs,
    log: {
      warn: () => {
        warned += 1;
      }
    },
    now: () => new Date(time)
  });
}

function pushed(): string {
  const image = ociImage();
  server.put('ocean', 'v1', image);
  return `${server.host}/ocean@${image.digest}`;
}

const missing = () => `${server.host}/ocean@sha256:${'0'.repeat(64)}`;

test('the registry is asked once for many listings', async () => {
  const images = availability();
  const there = pushed();

  expect(await Promise.all([images.has(there), images.has(there)])).toEqual([
    true,
    true
  ]);
  expect(await images.has(there)).toBe(true);
  expect(await images.has(missing())).toBe(false);
  expect(await images.has(missing())).toBe(false);
  expect(server.requests).toHaveLength(2);
});

test('an answer is old after a minute', async () => {
  const images = availability();
  const there = pushed();
  await images.has(there);
  server.remove('ocean', there.split('@')[1] ?? '');
  time += 60_000;

  expect(await images.has(there)).toBe(false);
});

test('while the registry is away its last answer counts, else yes', async () => {
  const images = availability(30_000, 1_000);
  const gone = missing();
  await images.has(gone);
  time += 60_000;
  server.fail(503, 1000);

  expect(await images.has(gone)).toBe(false);
  const asked = server.requests.length;
  expect(await images.has(pushed())).toBe(true);
  expect(server.requests).toHaveLength(asked);
  expect(warned).toBe(1);
});

test('a listing does not wait for a registry that is slow', async () => {
  const images = availability(20);
  const release = server.hold();

  expect(await images.has(missing())).toBe(true);
  release();
});

test('what was just confirmed is not asked for', async () => {
  const images = availability();
  images.confirm(missing());

  expect(await images.has(missing())).toBe(true);
  expect(server.requests).toEqual([]);
});

test.each(['build-1', 'host:5000/img:tag', 'A b'])(
  '%j is no image of ours',
  async image => {
    expect(await availability().has(image)).toBe(false);
  }
);
