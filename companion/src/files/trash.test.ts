import { Failed } from '../base/errors.ts';
import { SiteBench } from '../testing/site-bench.ts';
import type {
  Problem,
  Project,
  ProjectList,
  ServerEvent,
  Trashed,
  TrashList
} from '../contract/contract.ts';

const DAY_MS = 24 * 60 * 60_000;
let bench: SiteBench;
beforeEach(async () => {
  bench = await SiteBench.open();
});
afterEach(() => bench.close());

const json = async <T>(answer: Response | Promise<Response>) =>
  (await (await answer).json()) as T;
const list = () => json<ProjectList>(bench.api('projects'));
const trash = async () => (await json<TrashList>(bench.api('trash'))).trash;
const remove = (id: string) =>
  bench.api(`projects/${encodeURIComponent(id)}`, { method: 'DELETE' });
const code = async (answer: Response | Promise<Response>) =>
  (await json<Problem>(answer)).code;

test('a deleted project comes back with its images and builds', async () => {
  const before = await bench.built('ada/ocean');
  const told: ServerEvent[] = [];
  bench.services.events.subscribe('ada', event => told.push(event));

  const answer = await remove(before.id);

  expect(answer.status).toBe(200);
  const deleted = await json<Trashed>(answer);
  expect(deleted).toMatchObject({
    name: 'ocean',
    project: before.id,
    source: before.source
  });
  const days = Date.parse(deleted.purgeAt!) - Date.parse(deleted.deletedAt);
  expect(days).toBe(30 * DAY_MS);
  expect((await list()).projects).toEqual([]);
  expect((await bench.api(`projects/${before.id}`)).status).toBe(404);
  expect(told.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['project-removed', 'trash'])
  );

  const back = await json<Project>(bench.post(`trash/${deleted.id}/restore`));

  expect(back).toMatchObject({
    id: before.id,
    slug: before.slug,
    name: 'ocean',
    state: 'stopped',
    images: before.images,
    build: before.build
  });
  expect(await trash()).toEqual([]);
});

test('a new project may take the name; the old one comes back beside it', async () => {
  const first = await bench.built('ada/ocean');
  const { id } = await json<Trashed>(remove(first.id));
  const second = await bench.built('ada/ocean');
  expect(second).toMatchObject({ name: 'ocean', state: 'stopped' });
  expect(second.slug).not.toBe(first.slug);

  const back = await json<Project>(bench.post(`trash/${id}/restore`));

  expect(back).toMatchObject({ id: first.id, name: 'ocean-2' });
});

test.each(['notes.txt', '.ssh', 'nothing'])(
  'what the list does not show cannot be deleted as a folder: %s',
  async name => {
    bench.volume.put('notes.txt', 'file');
    bench.volume.put('.ssh');

    expect(await code(remove(`folder:${name}`))).toBe('not-found');
    expect(await trash()).toEqual([]);
  }
);

test('a folder that is no project can be deleted and comes back, too', async () => {
  bench.volume.put('by hand');
  const { id, project } = await json<Trashed>(remove('folder:by hand'));
  expect(project).toBeUndefined();

  const back = await json<Project>(bench.post(`trash/${id}/restore`));

  expect(back).toMatchObject({ id: 'folder:by hand', state: 'unmanaged' });
});

test('what is purged is gone, with all that was known of it', async () => {
  const { id: project, build } = await bench.built('ada/ocean');
  const { id } = await json<Trashed>(remove(project));

  const purged = await bench.api(`trash/${id}`, { method: 'DELETE' });
  await bench.services.sizes.settled();

  expect(purged.status).toBe(204);
  expect(bench.volume.swept).toBe(1);
  expect(await trash()).toEqual([]);
  expect((await bench.api(`builds/${build!.id}`)).status).toBe(404);
  expect(await code(bench.post(`trash/${id}/restore`))).toBe('not-found');
});

test('the trash is emptied of all, and by itself of what is old', async () => {
  const old = await bench.built('ada/ocean');
  const { id } = await json<Trashed>(remove(old.id));
  await remove((await bench.built('ada/sea')).id);
  await bench.store
    .updateTable('trash')
    .set({ trashed_at: new Date(Date.now() - 31 * DAY_MS).toISOString() })
    .where('id', '=', id)
    .execute();

  await list();
  await bench.services.trash.settled();
  expect((await trash()).map(({ name }) => name)).toEqual(['sea']);

  const left = await json<TrashList>(bench.post('trash/purge'));
  expect(left.trash).toEqual([]);
});

test('what is restored while the trash is emptied keeps all that is known of it', async () => {
  const sea = await bench.built('ada/sea');
  const { id } = await json<Trashed>(remove(sea.id));
  // The newest is purged first.
  await remove((await bench.built('ada/ocean')).id);
  const { volume, services } = bench;
  const purge = volume.purge.bind(volume);
  const move = services.moves.move.bind(services.moves);
  const asked = new Promise<void>(resolve => {
    jest.spyOn(services.moves, 'move').mockImplementationOnce((...args) => {
      const moved = move(...args);
      resolve();
      return moved;
    });
  });
  let restoring: Promise<Project> | undefined;
  jest.spyOn(volume, 'purge').mockImplementation(async purged => {
    restoring ??= services.trash.restore('ada', id);
    await asked;
    await purge(purged);
  });

  await bench.post('trash/purge');

  expect(await restoring).toMatchObject({ id: sea.id, images: sea.images });
  expect((await list()).projects).toMatchObject([{ id: sea.id, name: 'sea' }]);
});

test('a manifest that we did not write, or for another, says nothing', async () => {
  const { id: project } = await bench.built('ada/ocean');
  const { id } = await json<Trashed>(remove(project));
  const ours = bench.volume.inTrash.get(id)!;
  const put = (other: string, manifest: string | null) =>
    bench.volume.inTrash.set(other, { ...ours, id: other, manifest });
  // The store was lost, and the same folder stands under another id.
  await bench.store.deleteFrom('trash').execute();
  put('copied', ours.manifest);
  put('forged', JSON.stringify({ manifest: ours.manifest, seal: '00' }));
  put('none', null);

  const found = await trash();

  const names = Object.fromEntries(found.map(entry => [entry.id, entry.name]));
  expect(names).toEqual({
    [id]: 'ocean',
    copied: 'copied',
    forged: 'forged',
    none: 'none'
  });
  expect(found.find(entry => entry.id === 'none')).not.toHaveProperty(
    'purgeAt'
  );
});

test('what somebody works in is not deleted', async () => {
  const { id } = await bench.built('ada/ocean');
  const begun = await json<{ id: string }>(
    bench.post('switches', { project: id })
  );
  expect(begun.id).toBeDefined();
  expect(['project-busy', 'project-active']).toContain(await code(remove(id)));
});

test('the project that was active is deleted when its server has ended', async () => {
  const { id } = await bench.built('ada/ocean');
  const active = new Promise<void>(resolve => {
    bench.services.events.subscribe('ada', event => {
      if (event.event === 'switch' && event.data.phase === 'done') {
        resolve();
      }
    });
  });
  await bench.post('switches', { project: id });
  await active;
  expect(await code(remove(id))).toBe('project-active');

  bench.driver.exit({ user: 'ada', name: 'ocean' });

  expect((await remove(id)).status).toBe(200);
});

test('the trash counts, and is told apart from the rest', async () => {
  const { id } = await bench.built('ada/ocean');
  await list();
  await bench.services.sizes.settled();
  expect((await bench.project(id)).bytes).toBe(4096);

  await remove(id);

  expect((await list()).usage).toMatchObject({ trash: 4096 });
});

test('nothing changes when the volume cannot be reached', async () => {
  const { id } = await bench.built('ada/ocean');
  const gone = () =>
    Promise.reject(new Failed('volume-unavailable', 'No pod runs.'));
  const real = bench.volume.trash.bind(bench.volume);
  bench.volume.trash = gone;

  expect(await code(remove(id))).toBe('volume-unavailable');
  expect(await bench.project(id)).toMatchObject({ state: 'stopped' });

  bench.volume.trash = async (name, trashId, manifest) => {
    await real(name, trashId, manifest);
    await gone();
  };
  // The delete happened, though its answer was lost.
  expect((await remove(id)).status).toBe(200);
  expect(await trash()).toMatchObject([{ name: 'ocean' }]);
});
