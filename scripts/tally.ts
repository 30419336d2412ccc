/** Counts and times of tests, read from the reports that the runners write. */
import { z } from 'zod';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** One sentence for each test that was not run, with the reason. */
  readonly skipped: readonly string[];
  /** Each test that ran, if its runner reports single tests. */
  readonly tests: readonly Test[];
}

export interface Test {
  readonly title: string;
  readonly seconds: number;
  readonly failed: boolean;
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: [], tests: [] };

export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: [...a.skipped, ...b.skipped],
    tests: [...a.tests, ...b.tests]
  };
}

/** Count a program as one check, which passes when the program ends well. */
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

/** Count Jest's `--json`; a file that cannot be loaded is a failed test. */
export function ofJest(report: unknown): Tally {
  const { numPassedTests, numFailedTests, ...rest } = JestReport.parse(report);
  const tests = rest.testResults.flatMap(file => file.assertionResults);
  return {
    passed: numPassedTests,
    failed: numFailedTests + rest.numRuntimeErrorTestSuites,
    skipped: tests
      .filter(test => ['pending', 'todo', 'skipped'].includes(test.status))
      .map(test => `${test.fullName}: marked so in its source`),
    tests: tests.map(({ fullName, duration, status }) => ({
      title: fullName,
      seconds: (duration ?? 0) / 1000,
      failed: status === 'failed'
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
      ok: z.boolean(),
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

/** Count Playwright's `json` report; a flaky test failed once, so it fails. */
export function ofPlaywright(report: unknown): Tally {
  const { suites, stats, errors } = PlaywrightReport.parse(report);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: Array<string>(stats.skipped).fill(
      'an end-to-end test: an earlier one of its story failed, or it is marked so'
    ),
    tests: suites.flatMap(testsIn)
  };
}

function testsIn(suite: PlaywrightSuite): Test[] {
  const own = suite.specs.map(({ title, ok, tests }) => ({
    title: `${suite.title} ${title}`,
    seconds:
      tests
        .flatMap(({ results }) => results)
        .reduce((sum, { duration }) => sum + duration, 0) / 1000,
    failed: !ok
  }));
  return [...own, ...(suite.suites ?? []).flatMap(testsIn)];
}

/** Return the last lines of a run; the very last is for machines, too. */
export function summary(tally: Tally, strict: boolean): string {
  const failed = tally.failed + (strict ? tally.skipped.length : 0);
  return [
    ...tally.skipped.map(what => `skipped ${what}`),
    `${String(tally.passed)} passed, ${String(failed)} failed`
  ].join('\n');
}

/** True when a run counts as good; a strict one may skip nothing. */
export function isGood(tally: Tally, strict: boolean): boolean {
  return tally.failed === 0 && !(strict && tally.skipped.length > 0);
}
