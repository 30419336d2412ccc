import { Failed } from '../base/errors.ts';
import { BuildBench, SOURCE } from '../testing/build-bench.ts';
import { untilAborted } from '../testing/fake-builder.ts';

const benches: BuildBench[] = [];

async function open(): Promise<BuildBench> {
  const bench = await BuildBench.open();
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  await Promise.all(benches.splice(0).map(bench => bench.store.destroy()));
});

test('a build that a restart cut off begins again, with its log', async () => {
  const bench = await open();
  const first = bench.start();
  const begun = Promise.withResolvers<undefined>();
  bench.builder.building = async (order, report, signal) => {
    await bench.volume.prepare(order.id);
    report.log('half\n');
    begun.resolve(undefined);
    await untilAborted(signal);
  };
  const { id } = await first.begin('ada', await bench.project('a'), SOURCE);
  await begun.promise;
  await first.dispose();
  bench.builder.building = (_order, report) => {
    expect([...bench.volume.partial]).toEqual([]);
    report.log('whole\n');
    return Promise.resolve();
  };
  const second = bench.start();
  await second.recover();
  const build = await second.ended(id);

  expect(build.phase).toBe('built');
  expect(second.log(id).all(0).text).toMatch(
    /half\n\nThe companion was restarted.*\nwhole/
  );
});

test('a build that was cut off after its folder was published is finished', async () => {
  const bench = await open();
  const first = bench.start();
  const project = await bench.project('a');
  const begun = Promise.withResolvers<undefined>();
  bench.builder.building = (_order, _report, signal) => {
    begun.resolve(undefined);
    return untilAborted(signal);
  };
  const { id } = await first.begin('ada', project, SOURCE);
  await begun.promise;
  await first.dispose();
  bench.volume.put('a');
  bench.builder.building = () => Promise.resolve();
  const second = bench.start();
  await second.recover();

  expect((await second.ended(id)).phase).toBe('built');
  expect(bench.builder.orders.at(-1)?.fill).toBe(false);
});

test('a build that ends the companion twice is not tried a third time', async () => {
  const bench = await open();
  const project = await bench.project('a');
  bench.builder.building = (_order, _report, signal) => untilAborted(signal);
  const first = bench.start();
  const { id } = await first.begin('ada', project, SOURCE);
  await first.dispose();
  const second = bench.start();
  await second.recover();
  await second.dispose();
  const third = bench.start();
  await third.recover();

  expect(await third.ended(id)).toMatchObject({
    phase: 'failed',
    error: { code: 'interrupted', actions: ['retry', 'view-log'] }
  });
});

test('a build that failed is written down also when its folder stays', async () => {
  const bench = await open();
  const builds = bench.start();
  bench.builder.building = () => Promise.reject(new Failed('network', 'Cut.'));
  bench.volume.discard = () =>
    Promise.reject(new Failed('volume-unavailable', 'Gone.'));
  const { id } = await builds.begin('ada', await bench.project('a'), SOURCE);

  expect(await builds.ended(id)).toMatchObject({
    phase: 'failed',
    error: { code: 'network' }
  });
});
