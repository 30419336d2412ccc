/** Where the time of a run went. */
import type { Part } from './schedule.ts';

const SLOWEST = 25;

/** The seconds of each stage, the slowest tests, and the stages that failed. */
export function timesOf(parts: readonly Part[], slowest = SLOWEST) {
  const stages = parts.map(({ name, seconds, tally }) => ({
    name,
    seconds: rounded(seconds),
    failed: tally.failed
  }));
  // A step's tests are its stage's, too.
  const tests = parts
    .filter(({ name }) => !name.includes(':'))
    .flatMap(({ name, tally }) =>
      tally.times.map(({ title, seconds }) => ({
        ...{ stage: name, title, seconds: rounded(seconds) }
      }))
    )
    .sort((a, b) => b.seconds - a.seconds);
  return {
    stages,
    slowest: tests.slice(0, slowest),
    failed: stages.filter(({ failed }) => failed > 0).map(({ name }) => name)
  };
}

export type Times = ReturnType<typeof timesOf>;

/** The same as lines to be read. */
export function linesOf({ stages, slowest, failed }: Times): string[] {
  return [
    'Seconds of each stage:',
    ...stages.map(({ name, seconds }) => line(seconds, name)),
    `The slowest ${String(slowest.length)} tests:`,
    ...slowest.map(({ stage, title, seconds }) =>
      line(seconds, `${stage} › ${title}`)
    ),
    ...(failed.length > 0 ? [`Failed: ${failed.join(', ')}`] : [])
  ];
}

function line(seconds: number, what: string): string {
  return `${seconds.toFixed(1).padStart(8)}  ${what}`;
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
