import { BinderHubBench, IMAGE } from '../testing/binderhub-bench.ts';
import { recording } from '../testing/binderhub-server.ts';
import { ociImage } from '../testing/oci-image.ts';
import { startRegistry } from '../testing/registry.ts';
import type { RealRegistry } from '../testing/registry.ts';
import { parseReference } from './reference.ts';
import { Registry } from './registry.ts';

let registry: RealRegistry;
let bench: BinderHubBench;

beforeAll(async () => {
  registry = await startRegistry();
  bench = await BinderHubBench.open();
});

afterAll(async () => {
  await bench.close();
  await registry.close();
});

const image = ociImage({
  os: 'linux',
  architecture: 'amd64',
  rootfs: { type: 'layers', diff_ids: [] },
  config: { User: '1000', WorkingDir: '/home/jovyan' }
});
const { repository, tag = '' } = parseReference(IMAGE);

test('a build ends with the digest that a real registry has', async () => {
  const builder = bench.builder({}, { url: registry.url });
  bench.hub.reply(recording('02-first-build-ok'));
  await expect(bench.build(builder)).rejects.toMatchObject({
    code: 'image-unavailable'
  });
  await registry.push(repository, tag, image);

  const built = await bench.build(builder);

  expect(built.image).toBe(`127.0.0.1:5000/${repository}@${image.digest}`);
  expect(await builder.available(built.image)).toBe(true);
});

test('a real registry tells how an image is started', async () => {
  const { host } = new URL(registry.url);
  const client = new Registry({
    insecure: [host],
    platform: 'linux/amd64',
    timeoutMs: 5_000,
    deadlineMs: 5_000
  });
  await registry.push(repository, tag, image);

  const { signal } = new AbortController();
  const reference = parseReference(`${host}/${repository}:${tag}`);

  expect(await client.details(reference, signal)).toMatchObject({
    digest: image.digest,
    user: '1000',
    workingDir: '/home/jovyan',
    bytes: 'a layer'.length
  });
});
