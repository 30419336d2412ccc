import { FakeBuilder } from '../testing/fake-builder.ts';
import { Builders } from './builders.ts';

const uv = new FakeBuilder();
const hub = Object.assign(new FakeBuilder(), { name: 'binderhub' as const });
const builders = new Builders([uv, hub]);

beforeAll(() => {
  uv.images.add('env-1');
  hub.images.add('reg.test/a@sha256:1');
});

test('an image is asked for where it was made', async () => {
  expect(await builders.available('env-1', 'uv')).toBe(true);
  expect(await builders.available('env-1', 'binderhub')).toBe(false);
  expect(await builders.available('reg.test/a@sha256:1', 'binderhub')).toBe(
    true
  );
});

test('an image whose maker nobody knows is asked for everywhere', async () => {
  expect(await builders.available('reg.test/a@sha256:1')).toBe(true);
  expect(await builders.available('other')).toBe(false);
});

test('an image of a builder that the site has no longer cannot be started', async () => {
  expect(await builders.available('env-1', 'conda')).toBe(false);
});

test('each builder removes what nothing refers to', async () => {
  const kept = new Set(['env-1']);
  await builders.collect(kept);
  expect(uv.collected.at(-1)).toBe(kept);
  expect(hub.collected.at(-1)).toBe(kept);
});
