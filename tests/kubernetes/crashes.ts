/** Kills a companion at a step of a switch, and tests what must hold then. */
import { until } from '../cluster/waiting.ts';
import { CompanionBench } from './companion-bench.ts';
import type { BenchOptions } from './companion-bench.ts';
import { quickImage } from './quick-image.ts';

const BEFORE_ACTIVE = ['starting', 'ready'];
/** Longer than all waits of a case together, so that these say what lacked. */
const CASE_MS = 300_000;
const ENDS = ['done', 'failed', 'cancelled'];

/** Two servers at once, or a volume that takes one pod at a time. */
export type Way = 'overlap' | 'recreate';
const SETTINGS: Record<Way, BenchOptions['kubernetes']> = {
  overlap: {},
  recreate: { claim: { accessMode: 'ReadWriteOncePod' } }
};

/** Return the points before and after each of these steps is written. */
export const around = (phases: string[]) =>
  phases.flatMap(phase => [`before ${phase}`, `after ${phase}`]);

/** Test each point in a switch that goes well, and in one that fails. */
export function testCrashes(
  way: Way,
  points: { readonly done: string[]; readonly failed: string[] }
): void {
  let bench: CompanionBench;

  beforeAll(async () => {
    bench = await CompanionBench.open(async cluster => {
      const quick = await quickImage(cluster);
      const broken = await cluster.image('broken');
      const projects = { alpha: [quick], beta: [quick], wrong: [broken] };
      return { projects, kubernetes: SETTINGS[way] ?? {} };
    });
    await bench.start();
    for (const project of ['beta', 'alpha']) {
      const { phase, error } = await bench.switchTo(project);
      expect([phase, error]).toEqual(['done', undefined]);
    }
  }, 300_000);

  afterAll(async () => {
    await bench.close();
  });

  async function crash(point: string, project: string): Promise<void> {
    await bench.restart(point);
    // The crash may cut off the answer, but a refusal fails the test.
    const answer = await bench.request({ project }).catch(() => undefined);
    if (answer && answer.status !== 202) {
      throw new Error(`The switch was answered ${await answer.text()}.`);
    }
    const hasEnded = async () => (await bench.latest())?.endedAt !== undefined;
    await until(async () => !bench.isUp || (await hasEnded()), 'an end', 90);
    await until(() => !bench.isUp, `the crash ${point}`, 5).catch(
      async (cause: unknown) => {
        const told = JSON.stringify(await bench.latest());
        throw new Error(`It was not killed: ${told}`, { cause });
      }
    );
  }

  /** Check what must hold again half a minute after the companion is back. */
  async function converges(possible: string[]): Promise<void> {
    await bench.start();
    const last = await bench.ended(30);
    expect(ENDS).toContain(last.phase);
    const active = (await bench.active()) ?? '';
    expect(possible).toContain(active);
    expect(active).toBe(last.phase === 'done' ? last.project : last.from);
    await until(() => bench.serves(active), 'the active server', 30);
    await bench.oneServer();
    expect(bench.twice()).toEqual([]);
  }

  test.each(points.done)(
    'killed %s, a switch ends in the old or the new project',
    async point => {
      const from = (await bench.active()) ?? '';
      const to = from === 'alpha' ? 'beta' : 'alpha';
      await crash(point, to);
      const phase = point.replace(/^(before|after) /, '');
      if (way === 'overlap' && BEFORE_ACTIVE.includes(phase)) {
        expect(await bench.serves(from)).toBe(true);
      }
      await converges([from, to]);
    },
    CASE_MS
  );

  test.each(points.failed)(
    'killed %s, a switch that fails ends in the old project',
    async point => {
      const from = (await bench.active()) ?? '';
      await crash(point, 'wrong');
      await converges([from]);
    },
    CASE_MS
  );
}
