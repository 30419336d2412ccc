/** Counts of tests, read from the reports that the runners write. */
import { z } from 'zod';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** What was not run, and why; each is one sentence. */
  readonly skipped: readonly string[];
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: [] };

export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: [...a.skipped, ...b.skipped]
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
        z.object({ fullName: z.string(), status: z.string() })
      )
    })
  )
});

/** Jest's `--json`; a file that cannot be loaded counts as a failed test. */
export function ofJest(report: unknown): Tally {
  const { numPassedTests, numFailedTests, ...rest } = JestReport.parse(report);
  return {
    passed: numPassedTests,
    failed: numFailedTests + rest.numRuntimeErrorTestSuites,
    skipped: rest.testResults
      .flatMap(file => file.assertionResults)
      .filter(test => ['pending', 'todo', 'skipped'].includes(test.status))
      .map(test => `${test.fullName}: marked so in its source`)
  };
}

const PlaywrightReport = z.object({
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
  const { stats, errors } = PlaywrightReport.parse(report);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: Array<string>(stats.skipped).fill(
      'an end-to-end test: an earlier one of its story failed, or it is marked so'
    )
  };
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
