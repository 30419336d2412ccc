/** Runs stages side by side, each after those that it names, and times them. */
import { performance } from 'node:perf_hooks';
import type { Desk } from './running.ts';
import type { Stage } from './stages.ts';
import { add, NOTHING } from './tally.ts';
import type { Tally } from './tally.ts';

export interface Part {
  /** A stage, or `stage: step`. */
  readonly name: string;
  readonly seconds: number;
  readonly tally: Tally;
}

export interface Outcome {
  readonly tally: Tally;
  /** In the order in which they ended. */
  readonly parts: readonly Part[];
}

/** Run the stages; `say` takes each line with the name of its stage. */
export async function runStages(
  stages: Readonly<Record<string, Stage>>,
  say: (stage: string, line: string) => void
): Promise<Outcome> {
  const parts: Part[] = [];

  async function timed(name: string, work: () => Promise<Tally>) {
    const begun = performance.now();
    const tally = await work();
    const seconds = (performance.now() - begun) / 1000;
    parts.push({ name, seconds, tally });
    return tally;
  }

  const ends = new Map<string, Promise<Tally>>();
  for (const [name, { after = [], run }] of Object.entries(stages)) {
    const desk: Desk = {
      say: line => {
        say(name, line);
      },
      step: (step, work) => timed(`${name}: ${step}`, () => work(desk))
    };
    // Stages in `after` are earlier in the table, so their ends are known here.
    const before = Promise.all(
      after.flatMap(earlier => ends.get(earlier) ?? [])
    );
    const work = () =>
      run(desk).catch((error: unknown) => {
        desk.say(String(error));
        return { ...NOTHING, failed: 1 };
      });
    ends.set(
      name,
      before.then(() => timed(name, work))
    );
  }
  const tallies = await Promise.all(ends.values());
  return { tally: tallies.reduce(add, NOTHING), parts };
}

/** Print a line of a stage after the stage's name. */
export function print(stage: string, line: string): void {
  console.log(`${stage.padEnd(10)} \u2502 ${line}`);
}
