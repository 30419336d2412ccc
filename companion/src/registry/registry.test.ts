import { startFakeRegistry } from '../testing/fake-registry.ts';
import type { FakeRegistry } from '../testing/fake-registry.ts';
import { ociImage, ociIndex } from '../testing/oci-image.ts';
import { parseReference } from './reference.ts';
import { Registry } from './registry.ts';
import type { RegistryDeps } from './registry.ts';

let server: FakeRegistry;

beforeEach(async () => {
  server = await startFakeRegistry();
});

afterEach(async () => {
  await server.close();
});

const { signal } = new AbortController();

const client = (more: Partial<RegistryDeps> = {}) =>
  new Registry({
    insecure: [server.host],
    platform: 'linux/amd64',
    timeoutMs: 5_000,
    deadlineMs: 5_000,
    ...more
  });

const named = (rest: string) => parseReference(`${server.host}/${rest}`);
const failure = (code: string): Error =>
  expect.objectContaining({ code }) as Error;

test('a tag has a digest', async () => {
  const image = ociImage();
  server.put('ada/ocean', 'v1', image);

  expect(await client().digest(named('ada/ocean:v1'), signal)).toBe(
    image.digest
  );
});

test('a registry that names no digest is read instead', async () => {
  const image = ociImage();
  server.put('ocean', 'v1', image);
  server.withoutDigest();

  expect(await client().digest(named('ocean:v1'), signal)).toBe(image.digest);
});

test('a page that is no manifest is no image', async () => {
  const image = ociImage();
  const manifest = Buffer.from('{"login": "here"}');
  server.put('ocean', 'v1', { ...image, manifest });
  server.withoutDigest();

  await expect(client().digest(named('ocean:v1'), signal)).rejects.toThrow(
    'is not a registry'
  );
});

test('an image says how it is started, and how large it is', async () => {
  const config = {
    User: '1000',
    WorkingDir: '/home/jovyan',
    Env: ['A=1=2', 'B'],
    Entrypoint: ['tini', '--'],
    Cmd: null
  };
  const image = ociImage({ os: 'linux', architecture: 'amd64', config }, [
    'four',
    'sixsix'
  ]);
  server.put('ocean', 'v1', image);

  expect(await client().details(named('ocean:v1'), signal)).toEqual({
    digest: image.digest,
    os: 'linux',
    architecture: 'amd64',
    user: '1000',
    workingDir: '/home/jovyan',
    environment: { A: '1=2', B: '' },
    entrypoint: ['tini', '--'],
    command: [],
    bytes: 10
  });
});

test('of an index the image of our platform is taken', async () => {
  const amd64 = ociImage({ os: 'linux', architecture: 'amd64' });
  const arm64 = ociImage({ os: 'linux', architecture: 'arm64' });
  const index = ociIndex({ arm64, amd64 });
  server.put('ocean', 'amd64', amd64);
  server.put('ocean', 'arm64', arm64);
  server.put('ocean', 'v1', index);
  const arm = client({ platform: 'linux/arm64' });
  const other = client({ platform: 'linux/s390x' });

  expect(await client().details(named('ocean:v1'), signal)).toMatchObject({
    digest: amd64.digest
  });
  expect(await arm.details(named('ocean:v1'), signal)).toMatchObject({
    architecture: 'arm64'
  });
  await expect(other.details(named('ocean:v1'), signal)).rejects.toEqual(
    failure('image-unavailable')
  );
  expect(await client().digest(named('ocean:v1'), signal)).toBe(index.digest);
});

test('bytes that do not have their digest are not believed', async () => {
  const image = ociImage();
  server.put('ocean', 'v1', image);
  server.corrupt();

  await expect(
    client().details(named(`ocean@${image.digest}`), signal)
  ).rejects.toEqual(failure('unavailable'));
});

test('what a registry does not have is not found, at once', async () => {
  await expect(client().digest(named('ocean:v1'), signal)).rejects.toEqual(
    failure('image-unavailable')
  );
  expect(server.requests).toHaveLength(1);
});

test.each(['basic', 'bearer'] as const)(
  'a registry that asks for %s is given it',
  async scheme => {
    const image = ociImage();
    server.put('ocean', 'v1', image);
    server.protect(scheme, 'ada', 'secret');
    const { url } = server;
    const ours = client({ url, username: 'ada', password: 'secret' });

    expect(await ours.digest(named('ocean:v1'), signal)).toBe(image.digest);
    const asked = server.requests.length;
    expect(await ours.digest(named('ocean:v1'), signal)).toBe(image.digest);
    expect(server.requests).toHaveLength(asked + 1);
  }
);

test.each(['basic', 'bearer'] as const)(
  'a wrong password of %s is told apart from a registry that is away',
  async scheme => {
    server.protect(scheme, 'ada', 'secret');
    const { url } = server;
    const ours = client({ url, username: 'ada', password: 'wrong' });

    await expect(ours.digest(named('ocean:v1'), signal)).rejects.toEqual(
      failure('forbidden')
    );
  }
);

test('the password is for our registry only', async () => {
  server.protect('basic', 'ada', 'secret');
  const url = 'https://images.test';
  const ours = client({ url, username: 'ada', password: 'secret' });

  await expect(ours.digest(named('ocean:v1'), signal)).rejects.toEqual(
    failure('forbidden')
  );
});

test('images may be called otherwise than their registry is reached', async () => {
  const image = ociImage();
  server.put('ocean', 'v1', image);
  const { url } = server;
  const ours = client({ url, host: 'images.test:5000', insecure: [] });
  const reference = parseReference('images.test:5000/ocean:v1');

  expect(await ours.digest(reference, signal)).toBe(image.digest);
});

test.each([503, 429, 0])(
  'a registry that fails with %d for a moment is asked again',
  async status => {
    const image = ociImage();
    server.put('ocean', 'v1', image);
    server.fail(status, 2);

    expect(await client().digest(named('ocean:v1'), signal)).toBe(image.digest);
    expect(server.requests).toHaveLength(3);
  }
);

test.each([
  [503, 'unavailable'],
  [0, 'network']
])('a registry that goes on failing with %d is away', async (status, code) => {
  server.fail(status, 1000);

  await expect(
    client({ deadlineMs: 100 }).digest(named('ocean:v1'), signal)
  ).rejects.toEqual(failure(code));
});

test('the last answer of a registry that falls silent is told', async () => {
  server.fail(503);
  const release = server.hold();

  await expect(
    client({ deadlineMs: 600 }).digest(named('ocean:v1'), signal)
  ).rejects.toEqual(failure('unavailable'));
  release();
});

test('a registry that does not answer is given up', async () => {
  const release = server.hold();
  const impatient = client({ timeoutMs: 50, deadlineMs: 100 });

  await expect(impatient.digest(named('ocean:v1'), signal)).rejects.toEqual(
    failure('network')
  );
  release();
});

test('who stops asking is not kept waiting', async () => {
  const stop = new AbortController();
  server.hold();
  const asked = client().digest(named('ocean:v1'), stop.signal);
  stop.abort('enough');

  await expect(asked).rejects.toBe('enough');
});
