/** A user whose volume or git server does not answer holds up nobody else. */
import { FakeVolume } from '../testing/fake-volume.ts';
import { SiteBench } from '../testing/site-bench.ts';
import type { Project } from '../contract/contract.ts';

const { signal } = new AbortController();
let bench: SiteBench;
let ocean: Project;
beforeEach(async () => {
  bench = await SiteBench.open(['--keep-warm', '1', '--builds-at-once', '1']);
  ocean = await bench.built('ada/ocean');
});
afterEach(async () => {
  await bench.leave();
});

/** Does everything that takes a name of `ada`'s, or frees one. */
async function works(): Promise<void> {
  const { projectBuilds, adoption, copies, projects, trash, builds } =
    bench.services;
  const { project, build } = await projectBuilds.create(
    'ada',
    { source: 'ada/lake' },
    signal
  );
  expect((await builds.ended(build.id)).phase).toBe('built');
  const again = await projectBuilds.rebuild('ada', ocean.id, {}, signal);
  expect((await builds.ended(again.id)).phase).toBe('built');
  bench.volume.put('thesis');
  await adoption.adopt('ada', 'folder:thesis', { like: ocean.id }, signal);
  await copies.begin('ada', ocean.id, {});
  await copies.settled();
  const deleted = await projects.remove('ada', project.id);
  expect(await trash.empty('ada', 'all')).toEqual([]);
  expect(deleted).toBeDefined();
}

/** A volume that never answers. */
class SilentVolume extends FakeVolume {
  override list = () => new Promise<never>(() => undefined);
  override find = () => new Promise<never>(() => undefined);
  override trashed = () => new Promise<never>(() => undefined);
}

test("another user's volume that does not answer", async () => {
  const { projectBuilds, projects, trash, records } = bench.services;
  bench.volumes.set('bob', new SilentVolume());
  const long = { id: 'old', project: null, name: 'old', bytes: null };
  const trashedAt = new Date(0).toISOString();
  await records.trash.insert({ ...long, user: 'bob', trashedAt });
  trash.tidy('bob');
  void projects.list('bob');
  void projectBuilds.create('bob', { source: 'bob/sea' }, signal);
  void projects.remove('bob', 'folder:sea');

  await works();
});

test("another user's git server that does not answer", async () => {
  const { projectBuilds, projects } = bench.services;
  for (let n = 0; n < 50; n += 1) {
    const source = `bob/slow-${String(n)}`;
    void projects.preview('bob', { source }, signal);
    void projectBuilds.create('bob', { source }, signal);
  }

  await works();
});

test('what is in the trash long enough goes, while another one\u2019s waits', async () => {
  const { trash, records } = bench.services;
  bench.volumes.set('bob', new SilentVolume());
  const trashedAt = new Date(0).toISOString();
  const old = { project: null, name: 'old', bytes: null, trashedAt };
  await records.trash.insert({ ...old, id: 'bobs', user: 'bob' });
  await records.trash.insert({ ...old, id: 'adas', user: 'ada' });
  trash.tidy('bob');
  const purged = new Promise(resolve => {
    bench.volume.purge = id => {
      resolve(id);
      return Promise.resolve();
    };
  });

  trash.tidy('ada');

  expect(await purged).toBe('adas');
});
