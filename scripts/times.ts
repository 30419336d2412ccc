/** Where the time of a run went, and what failed in it. */
import type { Part } from './schedule.ts';

const SLOWEST = 25;

/** The seconds of each stage, the slowest tests, and those that failed. */
export function timesOf(parts: readonly Part[], slowest = SLOWEST) {
  // A step's tests are its stage's, too.
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

/** The same as lines to be read. */
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
