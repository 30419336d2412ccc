import { Failed } from '../base/errors.ts';
import { BuildBench, SOURCE } from '../testing/build-bench.ts';
import { untilAborted } from '../testing/fake-builder.ts';

const NEWER = { ...SOURCE, commit: 'b'.repeat(40) };

const benches: BuildBench[] = [];

async function open(): Promise<BuildBench> {
  const bench = await BuildBench.open();
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  await Promise.all(benches.splice(0).map(bench => bench.store.destroy()));
});

test('a build makes an image, publishes the folder and says so', async () => {
  const bench = await open();
  const builds = bench.start();
  const project = await bench.project('ocean');
  const { id } = await builds.begin('ada', project, NEWER);
  const build = await builds.ended(id);

  expect(build).toMatchObject({ phase: 'built', image: id });
  expect(build.steps.map(step => step.phase)).toEqual([
    'waiting',
    'fetching',
    'building'
  ]);
  expect(build.steps.every(step => step.endedAt)).toBe(true);
  expect(bench.phases(id).at(-1)).toBe('built');
  expect(bench.changed).toContain(project.id);
  expect([...bench.volume.folders.keys()]).toEqual(['ocean']);
  expect(builds.log(id).all(0).text).toContain('Installed 1 package');
  const images = await bench.store.selectFrom('images').selectAll().execute();
  expect(images).toMatchObject([{ id, commit_id: NEWER.commit }]);
  const row = await bench.store
    .selectFrom('projects')
    .selectAll()
    .executeTakeFirstOrThrow();
  expect(JSON.parse(row.source_json ?? '')).toEqual(NEWER);
});

test('a rebuild leaves the folder alone and keeps the earlier image', async () => {
  const bench = await open();
  const builds = bench.start();
  const project = await bench.project('ocean');
  const first = await builds.begin('ada', project, SOURCE);
  await builds.ended(first.id);
  const second = await builds.begin('ada', project, NEWER);
  await builds.ended(second.id);

  expect(bench.builder.orders.map(order => order.fill)).toEqual([true, false]);
  const kept = bench.builder.collected.at(-1);
  expect([...(kept ?? [])].sort()).toEqual([first.id, second.id].sort());
});

test('a failed rebuild leaves the project on its last good source', async () => {
  const bench = await open();
  const builds = bench.start();
  const project = await bench.project('ocean');
  await builds.ended((await builds.begin('ada', project, SOURCE)).id);
  bench.builder.building = (_order, report) => {
    report.log('No matching version of numpy\n');
    const values = { package: 'numpy' };
    return Promise.reject(
      new Failed('requirement-not-found', 'numpy has no 9.9.', { values })
    );
  };
  const { id } = await builds.begin('ada', project, NEWER);
  const build = await builds.ended(id);

  expect(build.phase).toBe('failed');
  expect(build.error).toMatchObject({
    code: 'requirement-not-found',
    values: { package: 'numpy' },
    actions: ['retry', 'view-log'],
    logTail: ['No matching version of numpy']
  });
  const row = await bench.store
    .selectFrom('projects')
    .select('source_json')
    .executeTakeFirstOrThrow();
  expect(JSON.parse(row.source_json ?? '')).toEqual(SOURCE);
});

test('what a builder throws by mistake is not told to the user', async () => {
  const bench = await open();
  const builds = bench.start();
  bench.builder.building = () => Promise.reject(new Error('secret'));
  const { id } = await builds.begin('ada', await bench.project('a'), SOURCE);

  const { error } = await builds.ended(id);
  expect(error?.code).toBe('internal');
  expect(JSON.stringify(error)).not.toContain('secret');
});

test('a folder that is there before the first build is left as it is', async () => {
  const bench = await open();
  const builds = bench.start();
  bench.volume.put('ocean');
  const { id } = await builds.begin(
    'ada',
    await bench.project('ocean'),
    SOURCE
  );

  expect((await builds.ended(id)).error?.code).toBe('project-exists');
  expect(bench.builder.orders).toEqual([]);
});

test('a folder that appears during the build is left as it is', async () => {
  const bench = await open();
  const builds = bench.start();
  bench.builder.building = async order => {
    await bench.volume.prepare(order.id);
    bench.volume.put('ocean');
  };
  const { id } = await builds.begin(
    'ada',
    await bench.project('ocean'),
    SOURCE
  );

  expect((await builds.ended(id)).error?.code).toBe('project-exists');
  expect([...bench.volume.partial]).toEqual([]);
  expect(bench.builder.collected.at(-1)).toEqual(new Set());
});

test('more builds than may run wait in order and say where they stand', async () => {
  const bench = await open();
  const builds = bench.start(1);
  const release = Promise.withResolvers<undefined>();
  bench.builder.building = () => release.promise;
  const [one, two, three] = [
    await builds.begin('ada', await bench.project('one'), SOURCE),
    await builds.begin('ada', await bench.project('two'), SOURCE),
    await builds.begin('ada', await bench.project('three'), SOURCE)
  ];

  expect(two.queuePosition).toBe(1);
  expect(three.queuePosition).toBe(2);
  await builds.cancel('ada', two.id);
  expect((await builds.get('ada', three.id)).queuePosition).toBe(1);
  release.resolve(undefined);
  const ended = await Promise.all([
    builds.ended(one.id),
    builds.ended(three.id)
  ]);
  expect(ended.map(build => build.phase)).toEqual(['built', 'built']);
  expect(ended.map(build => build.queuePosition)).toEqual([
    undefined,
    undefined
  ]);
  expect(bench.builder.orders.map(order => order.folder)).toEqual([
    'one',
    'three'
  ]);
});

test('a cancelled build ends, and nothing of it is published', async () => {
  const bench = await open();
  const builds = bench.start();
  const begun = Promise.withResolvers<undefined>();
  bench.builder.building = async (order, _report, signal) => {
    await bench.volume.prepare(order.id);
    begun.resolve(undefined);
    await untilAborted(signal);
  };
  const { id } = await builds.begin('ada', await bench.project('a'), SOURCE);
  await begun.promise;

  expect((await builds.cancel('ada', id)).phase).toBe('cancelled');
  expect([...bench.volume.partial]).toEqual([]);
  expect([...bench.volume.folders]).toEqual([]);
  expect((await builds.cancel('ada', id)).phase).toBe('cancelled');
});

test('a build that has ended cannot be cancelled', async () => {
  const bench = await open();
  const builds = bench.start();
  const { id } = await builds.begin('ada', await bench.project('a'), SOURCE);
  await builds.ended(id);

  await expect(builds.cancel('ada', id)).rejects.toMatchObject({
    code: 'too-late-to-cancel',
    options: { values: { what: 'build' } }
  });
});

test('another user does not see a build', async () => {
  const bench = await open();
  const builds = bench.start();
  const { id } = await builds.begin('ada', await bench.project('a'), SOURCE);
  await builds.ended(id);

  await expect(builds.get('bob', id)).rejects.toMatchObject({
    code: 'not-found'
  });
  expect((await builds.list('bob', {})).builds).toEqual([]);
});

test('the builds of a project come newest first, page by page', async () => {
  const bench = await open();
  const builds = bench.start();
  const project = await bench.project('a');
  await builds.ended(
    (await builds.begin('ada', await bench.project('b'), SOURCE)).id
  );
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) {
    const { id } = await builds.begin('ada', project, SOURCE);
    ids.unshift(id);
    await builds.ended(id);
  }
  const query = { project: project.id, limit: 2 };
  const first = await builds.list('ada', query);
  const second = await builds.list('ada', { ...query, before: first.next });

  expect(first.builds.map(build => build.id)).toEqual(ids.slice(0, 2));
  expect(second.builds.map(build => build.id)).toEqual(ids.slice(2));
  expect(second.next).toBeUndefined();
});

test('who waits for a build can stop to wait', async () => {
  const bench = await open();
  const builds = bench.start();
  bench.builder.building = (_order, _report, signal) => untilAborted(signal);
  const { id } = await builds.begin('ada', await bench.project('a'), SOURCE);
  const stop = new AbortController();
  const ended = builds.ended(id, stop.signal);
  stop.abort();

  await expect(ended).rejects.toMatchObject({ code: 'interrupted' });
  await builds.dispose();
});
