/** The companion is killed at every step, and a new one goes on. */
import { Failed } from '../base/errors.ts';
import type { Driver } from '../drivers/driver.ts';
import type { KyselyPlugin } from 'kysely';
import { Presence } from '../events/presence.ts';
import { hasEntered } from './switch-state.ts';
import type { Switcher } from './switcher.ts';
import { ref, SwitchBench, TIMES, USER } from '../testing/switch-fixtures.ts';

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
});

afterEach(() => {
  jest.useRealTimers();
});

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

/** Dies at the `at`-th moment; whatever it does afterwards has no effect. */
class Mortal {
  moments = 0;
  dead = false;
  readonly #at: number;

  constructor(at: number) {
    this.#at = at;
  }

  live(): void {
    this.moments += 1;
    this.dead ||= this.moments === this.#at;
    if (this.dead) {
      throw new Error('killed');
    }
  }

  /** A moment passes before and after each statement that writes. */
  store(bench: SwitchBench) {
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => {
        if (node.kind !== 'SelectQueryNode' || this.dead) {
          this.live();
        }
        return node;
      },
      transformResult: ({ result }) => {
        if (result.numAffectedRows !== undefined || this.dead) {
          this.live();
        }
        return Promise.resolve(result);
      }
    };
    return bench.store.withPlugin(plugin);
  }

  /** A moment passes before and after each start and stop. */
  driver({ driver }: SwitchBench): Driver {
    const around = async <T>(work: () => Promise<T>): Promise<T> => {
      this.live();
      const result = await work();
      this.live();
      return result;
    };
    return {
      strategy: driver.strategy,
      start: (plan, progress) => around(() => driver.start(plan, progress)),
      stop: server => around(() => driver.stop(server)),
      list: user => driver.list(user),
      known: user => driver.known(user),
      answers: () => driver.answers(),
      endpoint: server => driver.endpoint(server),
      onExit: () => () => undefined,
      dispose: () => Promise.resolve()
    };
  }
}

interface Story {
  readonly keepWarm: number;
  readonly strategy: 'overlap' | 'recreate';
  /** True when a page is open in alpha. */
  readonly page: boolean;
  readonly failing?: boolean;
  readonly cancelled?: boolean;
  readonly building?: boolean;
  readonly image?: string;
  readonly project: string;
}

async function arrange(story: Story): Promise<SwitchBench> {
  const bench = new SwitchBench();
  bench.keepWarm = story.keepWarm;
  bench.driver.strategy = story.strategy;
  await bench.project('alpha', 'alpha-1', 'alpha-0');
  await bench.project('beta', ...(story.building ? [] : ['beta-1']));
  if (story.building) {
    bench.builds.begin('beta-1', 'beta');
  }
  await bench.switcher.start(USER, { project: 'alpha' });
  await pass(0);
  await bench.switcher.dispose();
  if (story.failing) {
    bench.driver.starting = ({ project }) =>
      project === story.project && story.project !== 'alpha'
        ? Promise.reject(new Failed('server-exited', 'It ended.'))
        : Promise.resolve();
  }
  return bench;
}

/** End the build; builds go on without the switcher. */
async function endBuild(bench: SwitchBench): Promise<void> {
  await bench.image('beta', 'beta-1');
  bench.builds.end('beta-1', { phase: 'built', image: 'beta-1' });
  await pass(1);
}

/** Act as a user and their pages, as far as the companion lives. */
async function tell(
  bench: SwitchBench,
  switcher: Switcher,
  story: Story
): Promise<void> {
  const close = story.page ? bench.open('alpha', 'page') : () => undefined;
  const request = {
    project: story.project,
    ...(story.image ? { image: story.image } : {})
  };
  const begun = await switcher.start(USER, request).catch(() => undefined);
  if (begun === undefined) {
    await (story.building ? endBuild(bench) : undefined);
    return;
  }
  const { id } = begun;
  await pass(1);
  if (story.building) {
    await endBuild(bench);
  }
  if (story.cancelled) {
    const cancelling = switcher.cancel(USER, id).catch(() => undefined);
    await pass(TIMES.stopGraceMs);
    await cancelling;
  }
  const body = { page: 'page', move: true, unsaved: [] };
  await switcher.saved(USER, id, body).catch(() => undefined);
  await pass(1);
  close();
  await switcher.arrived(USER, id, ref('beta')).catch(() => undefined);
  await pass(TIMES.arriveDeadlineMs);
}

/** Check I1 to I3 and I9, and that nothing is left over. */
async function check(
  bench: SwitchBench,
  switcher: Switcher,
  story: Story
): Promise<void> {
  const shown = await switcher.latest(USER);
  const active = await bench.active();
  const running = await bench.running();
  expect(['done', 'failed', 'cancelled']).toContain(shown?.phase);
  const from = shown?.from ?? null;
  if (!shown || from === null) {
    expect(running).toEqual(['alpha']);
  } else {
    const moved = hasEntered(shown, 'active');
    const there = shown.project === 'alpha' ? 'alpha-b' : 'beta';
    const warm = moved && story.keepWarm > 0 ? ['alpha'] : [];
    expect(moved).toBe(shown.phase === 'done');
    expect(active).toBe(moved ? there : 'alpha');
    expect(running).toEqual([...warm, active]);
  }
  const rows = await bench.store.selectFrom('servers').selectAll().execute();
  expect(rows.map(row => row.name).sort()).toEqual(running);
  await switcher.start(USER, { project: 'alpha' });
}

const BETA: Story = {
  project: 'beta',
  keepWarm: 0,
  strategy: 'overlap',
  page: true
};

describe.each<[string, Story]>([
  ['with a page open', BETA],
  ['without a page', { ...BETA, page: false }],
  ['that keeps the old server warm', { ...BETA, keepWarm: 1 }],
  ['that waits for a build', { ...BETA, building: true }],
  ['that fails', { ...BETA, failing: true }],
  ['that is cancelled', { ...BETA, cancelled: true }],
  [
    'to another image of the same project',
    { ...BETA, project: 'alpha', image: 'alpha-0' }
  ],
  ['in recreate', { ...BETA, strategy: 'recreate' }],
  ['in recreate that fails', { ...BETA, strategy: 'recreate', failing: true }]
])('a switch %s', (_, story) => {
  it('is resumed or undone wherever the companion is killed', async () => {
    let kills = 0;
    for (let at = 1; ; at += 1) {
      const bench = await arrange(story);
      const mortal = new Mortal(at);
      const killed = bench.create({
        store: mortal.store(bench),
        driver: mortal.driver(bench)
      });
      const early: string[] = [];
      bench.driver.stopping = async ({ name }) => {
        if (name === 'alpha' && (await bench.active()) === 'alpha') {
          early.push(name);
        }
      };
      await tell(bench, killed, story);
      await killed.dispose();
      bench.presence = new Presence();
      const next = bench.create();
      await next.recover();
      await pass(TIMES.arriveDeadlineMs + TIMES.savedDeadlineMs);
      await check(bench, next, story);
      expect(story.strategy === 'overlap' ? early : []).toEqual([]);
      await bench.close();
      if (!mortal.dead) {
        break;
      }
      kills += 1;
    }
    expect(kills).toBeGreaterThan(8);
  }, 120_000);
});
