import {
  add,
  isGood,
  NOTHING,
  ofJest,
  ofPlaywright,
  ofStatus,
  summary
} from './tally.ts';

const jestReport = (statuses: string[], broken = 0) => ({
  numPassedTests: statuses.filter(s => s === 'passed').length,
  numFailedTests: statuses.filter(s => s === 'failed').length,
  numRuntimeErrorTestSuites: broken,
  testResults: [
    {
      assertionResults: statuses.map((status, n) => ({
        status,
        fullName: `test ${String(n)}`
      }))
    }
  ]
});

test('a test file that cannot be loaded is a failure', () => {
  expect(ofJest(jestReport(['passed'], 1)).failed).toBe(1);
});

test('a test that is marked to be skipped is named', () => {
  expect(ofJest(jestReport(['passed', 'pending', 'todo'])).skipped).toEqual([
    'test 1: marked so in its source',
    'test 2: marked so in its source'
  ]);
});

test('a flaky end-to-end test and an error outside of tests are failures', () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 0 };
  expect(ofPlaywright({ suites: [], stats, errors: [{}] })).toEqual({
    ...NOTHING,
    passed: 3,
    failed: 3
  });
});

test('a report of another shape does not count as nothing failed', () => {
  expect(() => ofJest({})).toThrow();
  expect(() => ofPlaywright({ stats: {} })).toThrow();
});

test('each test is told with its seconds, in suites of suites as well', () => {
  const report = jestReport(['passed']);
  const [file] = report.testResults;
  Object.assign(file?.assertionResults[0] ?? {}, { duration: 1500 });
  const spec = (title: string, ...durations: number[]) => ({
    title,
    ok: title === 'one',
    tests: [{ results: durations.map(duration => ({ duration })) }]
  });
  const inner = { title: 'in it', specs: [spec('two', 200, 300)] };
  const suites = [
    { title: 'a file', specs: [spec('one', 1000)], suites: [inner] }
  ];
  const stats = { expected: 2, unexpected: 0, flaky: 0, skipped: 0 };
  expect(ofJest(report).tests).toEqual([
    { title: 'test 0', seconds: 1.5, failed: false }
  ]);
  expect(ofPlaywright({ suites, stats, errors: [] }).tests).toEqual([
    { title: 'a file one', seconds: 1, failed: false },
    { title: 'in it two', seconds: 0.5, failed: true }
  ]);
});

test('a check that ends by a signal has failed', () => {
  expect(ofStatus('SIGKILL').failed).toBe(1);
  expect(ofStatus(0).passed).toBe(1);
});

test('what was skipped fails a strict run only', () => {
  const tally = add(ofStatus(0), { ...NOTHING, skipped: ['x: no Chromium'] });
  expect(isGood(tally, false)).toBe(true);
  expect(isGood(tally, true)).toBe(false);
  expect(summary(tally, true)).toBe(
    'skipped x: no Chromium\n1 passed, 1 failed'
  );
});

test('the last line is plain and has nothing but the counts', () => {
  expect(summary({ ...NOTHING, passed: 12 }, true)).toBe('12 passed, 0 failed');
});
