import { nullTranslator } from '@jupyterlab/translation';
import type {
  Switch,
  SwitchPhase
} from 'jupyterlab-projects-companion/contract';
import { aSwitch, FakeModel } from '../../testing/fake-model.ts';
import { minutes, stepsOf } from './switch-steps.ts';

const names = {
  trans: nullTranslator.load('jupyterlab-projects'),
  from: 'Penguins' as string | null,
  documents: 0
};

/** Makes a switch that has gone through phases. */
function after(phases: SwitchPhase[], more: Partial<Switch> = {}): Switch {
  const fake = new FakeModel();
  fake.switching = aSwitch(more);
  phases.forEach(phase => {
    fake.enter(phase);
  });
  return fake.switching;
}

const lines = (item: Switch, from = names.from): string[] =>
  stepsOf(item, { ...names, from }).map(({ label, state }) =>
    [state, label].join(': ')
  );

it('lists what has happened and what the plan has', () => {
  expect(lines(after(['waiting', 'starting']))).toEqual([
    'now: Starting the server',
    'planned: Saving documents',
    'planned: Moving this tab',
    'planned: Stopping Penguins'
  ]);
});

it('a build is listed only if there is one', () => {
  expect(lines(after(['waiting', 'building', 'starting']))[0]).toBe(
    'done: Building the software'
  );
});

it('nothing is saved or stopped where nothing was active', () => {
  expect(lines(after(['starting'], { from: null }), null)).toEqual([
    'now: Starting the server',
    'planned: Moving this tab'
  ]);
});

it('a server that is kept warm is not said to stop', () => {
  expect(lines(after(['ready'], { keepsPrevious: true })).at(-1)).toBe(
    'planned: Leaving Penguins running'
  );
});

it('recreating stops first, and goes back only if it must', () => {
  const plan = { strategy: 'recreate' as const };
  expect(lines(after(['stopping-previous', 'starting'], plan))).toEqual([
    'done: Stopping Penguins',
    'now: Starting the server',
    'planned: Saving documents',
    'planned: Moving this tab'
  ]);
  expect(
    lines(after(['stopping-previous', 'starting', 'restoring-previous'], plan))
  ).toContain('now: Starting Penguins again');
});

it('counts the documents where they are known', () => {
  const [, saving] = stepsOf(after(['starting']), { ...names, documents: 3 });
  expect(saving!.label).toBe('Saving 3 documents');
});

it('does not say that it saves while it waits for the user', () => {
  const steps = stepsOf(after(['starting', 'ready']), {
    ...names,
    waits: true
  });
  expect(steps[1]!.label).toBe('Ready when you are');
});

test.each([
  [-500, '0:00'],
  [4999, '0:04'],
  [61_000, '1:01'],
  [3_600_000, '60:00']
])('%i ms is %s', (ms, text) => {
  expect(minutes(ms)).toBe(text);
});
