import { SiteBench } from '../testing/site-bench.ts';
import { Failed } from '../base/errors.ts';
import { untilAborted } from '../testing/fake-builder.ts';
import type {
  Build,
  Problem,
  ProjectList,
  ServerEvent
} from '../contract/contract.ts';

let bench: SiteBench;
afterEach(() => bench.close());

const list = async () =>
  (await (await bench.api('projects')).json()) as ProjectList;
const problem = async (answer: Response) => (await answer.json()) as Problem;
const states = async () =>
  Object.fromEntries(
    (await list()).projects.map(({ name, state }) => [name, state])
  );

test('a source becomes a project that can be started', async () => {
  bench = await SiteBench.open();
  const { project, build } = await bench.create({ source: 'ada/ocean' });
  await bench.services.builds.ended(build.id);

  expect(project).toMatchObject({ slug: 'ocean', name: 'ocean' });
  const built = await bench.project(project.id);
  expect(built).toMatchObject({
    state: 'stopped',
    active: false,
    bytes: null,
    image: { id: build.id, available: true, builder: 'uv' },
    build: { id: build.id, phase: 'built' },
    source: { url: 'https://git.test/ada/ocean', commit: bench.commit }
  });
  expect(built.images).toHaveLength(1);
});

test('every folder is listed, and what is no folder of ours is said', async () => {
  bench = await SiteBench.open();
  await bench.built('ada/ocean');
  bench.volume.put('by hand');
  bench.volume.put('link', 'link');
  bench.volume.put('notes.txt', 'file');

  expect(await states()).toEqual({
    ocean: 'stopped',
    'by hand': 'unmanaged',
    link: 'unmanaged'
  });
});

test('the same repository twice is one project, unless it gets a name', async () => {
  bench = await SiteBench.open();
  const first = await bench.built('ada/ocean');
  const again = await bench.post('projects', {
    source: 'https://git.test/ada/ocean',
    ref: 'other'
  });
  expect(again.status).toBe(409);
  expect(await problem(again)).toMatchObject({
    code: 'project-exists',
    project: { id: first.id }
  });

  const named = await bench.create({ source: 'ada/ocean', name: 'ocean-too' });
  expect(named.project.id).not.toBe(first.id);
  const taken = { source: 'ada/ocean', name: 'ocean' };
  expect(await problem(await bench.post('projects', taken))).toMatchObject({
    code: 'project-exists',
    field: 'name'
  });
});

test('two repositories of one name get two folders and two slugs', async () => {
  bench = await SiteBench.open();
  bench.volume.put('ocean-2');
  const first = await bench.built('ada/ocean');
  const second = await bench.built('bob/ocean');

  expect(first.name).toBe('ocean');
  expect(second.name).toBe('ocean-3');
  expect(second.slug).not.toBe(first.slug);
});

test('two tabs that create at once make one project', async () => {
  bench = await SiteBench.open();
  const list = bench.volume.list.bind(bench.volume);
  bench.volume.list = async () => {
    // The first waits until the second has resolved its source, too.
    while (bench.resolutions < 2) {
      await new Promise(setImmediate);
    }
    await new Promise(setImmediate);
    return list();
  };
  const answers = await Promise.all([
    bench.post('projects', { source: 'ada/ocean' }),
    bench.post('projects', { source: 'ada/ocean' })
  ]);

  expect(answers.map(answer => answer.status).sort()).toEqual([202, 409]);
});

test('the limit is told before anything is built', async () => {
  bench = await SiteBench.open(['--limit', '1']);
  await bench.built('ada/ocean');
  const builds = bench.builder.orders.length;
  const answer = await bench.post('projects', { source: 'ada/second' });

  expect(answer.status).toBe(409);
  expect(await problem(answer)).toMatchObject({
    code: 'project-limit',
    values: { count: '1', limit: '1' }
  });
  expect(bench.builder.orders).toHaveLength(builds);
});

test('what was never built does not count, and can be removed', async () => {
  bench = await SiteBench.open(['--limit', '1']);
  bench.builder.building = () =>
    Promise.reject(new Failed('postbuild-failed', 'postBuild failed.'));
  const broken = await bench.built('ada/broken');
  expect(broken).toMatchObject({
    state: 'unbuilt',
    build: { phase: 'failed', error: { code: 'postbuild-failed' } }
  });
  bench.builder.building = () => Promise.resolve();
  await bench.built('ada/ocean');

  const rebuilt = await bench.post(`projects/${broken.id}/builds`);
  expect((await problem(rebuilt)).code).toBe('project-limit');
  const path = `projects/${broken.id}`;
  const told: ServerEvent[] = [];
  bench.services.events.subscribe('ada', event => told.push(event));
  const removed = await bench.api(path, { method: 'DELETE' });
  expect(removed.status).toBe(204);
  expect(await states()).toEqual({ ocean: 'stopped' });
  expect(told).toContainEqual(
    expect.objectContaining({
      event: 'project-removed',
      data: { id: broken.id }
    })
  );
});

test('a rebuild takes the commit that the ref names now', async () => {
  bench = await SiteBench.open();
  const { id } = await bench.built('ada/ocean');
  bench.commit = 'b'.repeat(40);
  const answer = await bench.post(`projects/${id}/builds`);
  expect(answer.status).toBe(202);
  const build = (await answer.json()) as Build;
  await bench.services.builds.ended(build.id);

  const project = await bench.project(id);
  expect(project.source?.commit).toBe(bench.commit);
  expect(project.images.map(image => image.commit)).toEqual([
    'b'.repeat(40),
    'a'.repeat(40)
  ]);
});

test('a project is built once at a time and not removed meanwhile', async () => {
  bench = await SiteBench.open();
  bench.builder.building = (_order, _report, signal) => untilAborted(signal);
  const { project, build } = await bench.create({ source: 'ada/ocean' });

  expect((await bench.project(project.id)).state).toBe('building');
  const second = await bench.post(`projects/${project.id}/builds`);
  expect(await problem(second)).toMatchObject({
    code: 'project-busy',
    build: { id: build.id }
  });
  const path = `projects/${project.id}`;
  const removal = await bench.api(path, { method: 'DELETE' });
  expect((await problem(removal)).code).toBe('project-busy');
});

test('a title is changed, and what is no change refused', async () => {
  bench = await SiteBench.open();
  const { id } = await bench.built('ada/ocean');
  const patch = (body: object) =>
    bench.api(`projects/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body)
    });

  expect((await patch({ slug: 'sea' })).status).toBe(400);
  expect(await (await patch({ title: ' Ocean heat ' })).json()).toMatchObject({
    title: 'Ocean heat',
    name: 'ocean'
  });
  expect((await bench.project(id)).title).toBe('Ocean heat');
});

test('a folder that was removed by hand is said, and built again', async () => {
  bench = await SiteBench.open();
  const { id } = await bench.built('ada/ocean');
  bench.volume.folders.delete('ocean');
  expect((await bench.project(id)).warning).toBe('folder-missing');
  const answer = await bench.post(`projects/${id}/builds`);
  await bench.services.builds.ended(((await answer.json()) as Build).id);

  expect((await bench.project(id)).warning).toBeUndefined();
});

test('an image that is gone is not offered', async () => {
  bench = await SiteBench.open();
  const { id } = await bench.built('ada/ocean');
  bench.builder.images.clear();

  const project = await bench.project(id);
  expect(project.images).toEqual([]);
  expect(project.image?.available).toBe(false);
});

test('a preview says what is there already', async () => {
  bench = await SiteBench.open();
  const { id } = await bench.built('ada/ocean');
  const answer = await bench.post('sources/resolve', { source: 'ada/ocean' });

  expect(await answer.json()).toMatchObject({
    name: 'ocean',
    files: ['requirements.txt'],
    existing: { id }
  });
  expect(bench.builder.orders).toHaveLength(1);
});

test('a missing repository makes no project', async () => {
  bench = await SiteBench.open();
  const answer = await bench.post('projects', { source: 'ada/missing' });

  expect(answer.status).toBe(422);
  expect((await problem(answer)).code).toBe('source-not-found');
  expect((await list()).projects).toEqual([]);
});
