/** Counts and times of tests, read from the reports that the runners write. */
import { z } from 'zod';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** What was not run, and why; each is one sentence. */
  readonly skipped: readonly string[];
  /** How long each test took, where its runner says so. */
  readonly times: readonly Time[];
}

export interface Time {
  readonly title: string;
  readonly seconds: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: [], times: [] };

export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: [...a.skipped, ...b.skipped],
    times: [...a.times, ...b.times]
  };
}

/** One check that is a program: it ends well, or it fails. */
export function ofStatus(status: number | string): Tally {
  return status === 0 ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 };
}

const JestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          /** Milliseconds. */
          duration: z.number().nullish()
        })
      )
    })
  )
});

/** Jest's `--json`; a file that cannot be loaded counts as a failed test. */
export function ofJest(report: unknown): Tally {
  const { numPassedTests, numFailedTests, ...rest } = JestReport.parse(report);
  const tests = rest.testResults.flatMap(file => file.assertionResults);
  return {
    passed: numPassedTests,
    failed: numFailedTests + rest.numRuntimeErrorTestSuites,
    skipped: tests
      .filter(test => ['pending', 'todo', 'skipped'].includes(test.status))
      .map(test => `${test.fullName}: marked so in its source`),
    times: tests.map(({ fullName, duration }) => ({
      title: fullName,
      seconds: (duration ?? 0) / 1000
    }))
  };
}

const PlaywrightSuite = z.object({
  title: z.string(),
  get suites() {
    return z.array(PlaywrightSuite).optional();
  },
  specs: z.array(
    z.object({
      title: z.string(),
      tests: z.array(
        z.object({ results: z.array(z.object({ duration: z.number() })) })
      )
    })
  )
});
type PlaywrightSuite = z.infer<typeof PlaywrightSuite>;

const PlaywrightReport = z.object({
  suites: z.array(PlaywrightSuite),
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number()
  }),
  errors: z.array(z.unknown())
});

/** Playwright's `json` reporter; a flaky test has failed once, so it fails. */
export function ofPlaywright(report: unknown): Tally {
  const { suites, stats, errors } = PlaywrightReport.parse(report);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: Array<string>(stats.skipped).fill(
      'an end-to-end test: an earlier one of its story failed, or it is marked so'
    ),
    times: suites.flatMap(suite => timesIn(suite))
  };
}

function timesIn(suite: PlaywrightSuite): Time[] {
  const own = suite.specs.map(({ title, tests }) => ({
    title: `${suite.title} ${title}`,
    seconds:
      tests
        .flatMap(({ results }) => results)
        .reduce((sum, { duration }) => sum + duration, 0) / 1000
  }));
  return [...own, ...(suite.suites ?? []).flatMap(timesIn)];
}

/** The lines a run ends with; the last is for machines, too. */
export function summary(tally: Tally, strict: boolean): string {
  const failed = tally.failed + (strict ? tally.skipped.length : 0);
  return [
    ...tally.skipped.map(what => `skipped ${what}`),
    `${String(tally.passed)} passed, ${String(failed)} failed`
  ].join('\n');
}

/** Whether a run may count as good. */
export function isGood(tally: Tally, strict: boolean): boolean {
  return tally.failed === 0 && !(strict && tally.skipped.length > 0);
}
