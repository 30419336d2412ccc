/** Thousands of orders in which users, pages and servers may act. */
import fc from 'fast-check';
import { Failed } from '../base/errors.ts';
import { isFinal } from './switch-state.ts';
import { USER } from '../testing/switch-fixtures.ts';
import { anyActs } from '../testing/switch-acts.ts';
import { SwitchWorld } from '../testing/switch-world.ts';

/** Check that the active server and the warm ones run at the end, no other. */
async function check({ bench, rules }: SwitchWorld, keepWarm: number) {
  const shown = await bench.switcher.latest(USER);
  const running = await bench.driver.list(USER);
  const active = await bench.active();
  const others = running.filter(({ name }) => name !== active);
  const projects = new Set(running.map(server => server.project));
  const rows = await bench.store.selectFrom('servers').selectAll().execute();
  expect(rules.broken).toEqual([]);
  // Stops that fail are logged with a Failed; nothing else may go wrong.
  expect(bench.errors.filter(({ err }) => !(err instanceof Failed))).toEqual(
    []
  );
  expect(shown === undefined || isFinal(shown)).toBe(true);
  expect(others.length).toBeLessThanOrEqual(keepWarm);
  expect(projects.size).toBe(running.length);
  expect(new Set(rows.map(row => row.name))).toEqual(
    new Set([
      ...running.map(({ name }) => name),
      ...rows.filter(row => row.name === active).map(row => row.name)
    ])
  );
}

test('whatever happens in whatever order, the servers are the right ones', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 2 }),
        fc.constantFrom(
          'overlap' as const,
          'recreate' as const,
          'auto' as const
        ),
        anyActs,
        async (keepWarm, strategy, acts) => {
          const world = new SwitchWorld(keepWarm, strategy);
          await world.arrange();
          for (const each of acts) {
            await world.act(each);
          }
          await world.quiesce();
          await check(world, keepWarm);
          await world.bench.close();
        }
      ),
      { numRuns: 2000 }
    );
  } finally {
    jest.useRealTimers();
  }
}, 300_000);
