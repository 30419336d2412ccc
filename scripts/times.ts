/** The times of a run's stages and tests, and the tests that failed. */
import type { Part } from './schedule.ts';

const SLOWEST = 25;

/** Return the seconds of each stage, the slowest tests and the failed ones. */
export function timesOf(parts: readonly Part[], slowest = SLOWEST) {
  // A stage's tally holds the tests of its steps: they would be counted twice.
  const tests = parts
    .filter(({ name }) => !name.includes(':'))
    .flatMap(({ name, tally }) =>
      tally.tests.map(({ title, seconds, failed }) => ({
        title: `${name} › ${title}`,
        seconds: rounded(seconds),
        failed
      }))
    );
  return {
    stages: parts.map(({ name, seconds, tally }) => ({
      name,
      seconds: rounded(seconds),
      failed: tally.failed
    })),
    slowest: tests
      .toSorted((a, b) => b.seconds - a.seconds)
      .slice(0, slowest)
      .map(({ title, seconds }) => ({ title, seconds })),
    failed: tests.filter(({ failed }) => failed).map(({ title }) => title)
  };
}

export type Times = ReturnType<typeof timesOf>;

/** Return the same as lines for people. */
export function linesOf({ stages, slowest, failed }: Times): string[] {
  return [
    'Seconds of each stage:',
    ...stages.map(({ name, seconds, failed }) =>
      line(seconds, failed > 0 ? `${name}, which failed` : name)
    ),
    `The slowest ${String(slowest.length)} tests:`,
    ...slowest.map(({ title, seconds }) => line(seconds, title)),
    ...failed.map(title => `failed ${title}`)
  ];
}

function line(seconds: number, what: string): string {
  return `${seconds.toFixed(1).padStart(8)}  ${what}`;
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
