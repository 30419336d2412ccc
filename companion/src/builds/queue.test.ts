import { setImmediate as turn } from 'node:timers/promises';
import { BuildBench, SOURCE } from '../testing/build-bench.ts';
import { Queue } from './queue.ts';

const { signal } = new AbortController();

/** Tasks that are held until they are ended by name; `ada1` is ada's. */
function held(options: { atOnce: number; atOnceOfUser?: number }) {
  const begun: string[] = [];
  const places: string[] = [];
  const ends = new Map<string, (value: undefined) => void>();
  const queue = new Queue({
    ...options,
    moved: (id, position) => places.push(`${id} ${String(position)}`)
  });
  const add = (id: string, signal_ = signal) =>
    queue.run({ id, user: id.slice(0, 3) }, signal_, async () => {
      begun.push(id);
      const { promise, resolve } = Promise.withResolvers<undefined>();
      ends.set(id, resolve);
      await promise;
    });
  const end = async (id: string) => {
    ends.get(id)?.(undefined);
    await turn();
  };
  return { add, end, begun, places };
}

test('users take turns, and each one\u2019s tasks run as they came', async () => {
  const { add, end, begun, places } = held({ atOnce: 1 });
  for (const id of ['ada1', 'ada2', 'ada3', 'bob1', 'bob2', 'eve1']) {
    void add(id);
  }
  await turn();
  expect(places.slice(-4)).toEqual([
    ...['eve1 2', 'ada2 3', 'bob2 4', 'ada3 5']
  ]);
  for (const id of ['ada1', 'bob1', 'eve1', 'ada2', 'bob2', 'ada3']) {
    await end(id);
  }
  expect(begun).toEqual(['ada1', 'bob1', 'eve1', 'ada2', 'bob2', 'ada3']);
});

test('one user takes no more places than one may have', async () => {
  const { add, end, begun } = held({ atOnce: 3, atOnceOfUser: 2 });
  for (const id of ['ada1', 'ada2', 'ada3', 'bob1']) {
    void add(id);
  }
  await turn();
  expect(begun).toEqual(['ada1', 'ada2', 'bob1']);
  await end('bob1');
  expect(begun).toEqual(['ada1', 'ada2', 'bob1']);
  await end('ada1');
  expect(begun).toEqual(['ada1', 'ada2', 'bob1', 'ada3']);
});

test('who leaves the line makes way, and is not told of it again', async () => {
  const { add, end, begun, places } = held({ atOnce: 1 });
  const gone = new AbortController();
  void add('ada1');
  const left = add('bob1', gone.signal);
  void add('eve1');
  gone.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  expect(places).toEqual(['bob1 1', 'eve1 2', 'bob1 undefined', 'eve1 1']);
  await end('ada1');
  expect(begun).toEqual(['ada1', 'eve1']);
});

test('builds that run elsewhere wait for no place here', async () => {
  const bench = await BuildBench.open();
  const builds = bench.start(1);
  bench.builder.runsHere = false;
  const begun: string[] = [];
  const both = Promise.withResolvers<undefined>();
  bench.builder.building = async ({ folder }) => {
    if (begun.push(folder) === 2) {
      both.resolve(undefined);
    }
    await both.promise;
  };
  const ids = [];
  for (const name of ['ocean', 'lake']) {
    ids.push((await builds.begin('ada', await bench.project(name), SOURCE)).id);
  }

  const ended = await Promise.all(ids.map(id => builds.ended(id)));

  expect(ended.map(({ phase }) => phase)).toEqual(['built', 'built']);
});
