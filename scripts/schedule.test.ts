import { runStages } from './schedule.ts';
import type { Stage } from './stages.ts';
import { NOTHING } from './tally.ts';
import { linesOf, timesOf } from './times.ts';

const PASSED = { ...NOTHING, passed: 1 };
const say = () => undefined;

test('a stage runs after those it names, and beside all others', async () => {
  const seen: string[] = [];
  const second = Promise.withResolvers<undefined>();
  const stages: Record<string, Stage> = {
    first: {
      run: async () => {
        // Only another stage that runs now can end this one.
        await second.promise;
        seen.push('first');
        return PASSED;
      }
    },
    beside: {
      run: () => {
        second.resolve(undefined);
        seen.push('beside');
        return Promise.resolve(PASSED);
      }
    },
    last: {
      after: ['first', 'not picked'],
      run: () => {
        seen.push('last');
        return Promise.resolve(PASSED);
      }
    }
  };
  const { tally, parts } = await runStages(stages, say);
  expect(seen).toEqual(['beside', 'first', 'last']);
  expect(tally.passed).toBe(3);
  expect(parts.map(({ name }) => name)).toEqual(['beside', 'first', 'last']);
});

test('a stage that cannot be run has failed, and the others go on', async () => {
  const said: string[] = [];
  const stages: Record<string, Stage> = {
    broken: { run: () => Promise.reject(new Error('no such program')) },
    good: { after: ['broken'], run: () => Promise.resolve(PASSED) }
  };
  const { tally, parts } = await runStages(stages, (stage, line) => {
    said.push(`${stage}: ${line}`);
  });
  expect(said).toEqual(['broken: Error: no such program']);
  expect([tally.passed, tally.failed]).toEqual([1, 1]);
  expect(timesOf(parts).stages).toMatchObject([{ failed: 1 }, { failed: 0 }]);
});

test('the slowest tests are told once, with the steps of a stage', async () => {
  const tests = [1, 3, 2].map(seconds => ({
    ...{ title: 'test', seconds, failed: seconds === 1 }
  }));
  const stages: Record<string, Stage> = {
    cluster: {
      run: ({ step }) => step('up', () => Promise.resolve({ ...PASSED, tests }))
    }
  };
  const { parts } = await runStages(stages, say);
  const found = timesOf(parts, 2);
  expect(found.stages.map(({ name }) => name)).toEqual([
    'cluster: up',
    'cluster'
  ]);
  expect(found.slowest.map(({ seconds }) => seconds)).toEqual([3, 2]);
  expect(found.failed).toEqual(['cluster › test']);
  expect(linesOf(found)).toContain('     3.0  cluster › test');
});
