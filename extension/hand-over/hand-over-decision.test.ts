import {
  decide,
  roleOf,
  stakesOf,
  tookUntilReady
} from './hand-over-decision.ts';
import { aSwitch } from '../testing/fake-model.ts';

const calm = {
  took: 15_000,
  sinceKey: 5000,
  stakes: [],
  watched: true,
  allowed: true
};
const cells = [{ kind: 'cells' as const, path: 'a.ipynb' }];

describe('a tab whose new server is ready', () => {
  test.each([
    ['moves by itself when nothing stands against it', {}, 'move'],
    ['offers when the switch took over 15 s', { took: 15_001 }, 'offer'],
    ['offers when the user typed just now', { sinceKey: 4999 }, 'offer'],
    ['offers when it was loaded after that', { watched: false }, 'offer'],
    ['offers when the settings say so', { allowed: false }, 'offer'],
    ['asks when a cell runs', { stakes: cells }, 'ask'],
    [
      'does not put a question under the fingers of who types',
      { stakes: cells, sinceKey: 0 },
      'offer'
    ],
    [
      'does not ask who has turned to something else',
      { stakes: cells, took: 60_000 },
      'offer'
    ]
  ])('%s', (_, facts, expected) => {
    expect(decide({ ...calm, ...facts })).toBe(expected);
  });
});

describe('the page that moves', () => {
  test.each([
    ['here', true, 'moves'],
    ['here', false, 'moves'],
    ['in-another-tab', true, 'saves'],
    ['in-another-tab', false, 'saves'],
    ['elsewhere', true, 'moves'],
    ['elsewhere', false, 'agrees']
  ] as const)('asked %s, visible %s: %s', (asked, visible, role) => {
    expect(roleOf(asked, visible)).toBe(role);
  });
});

describe('what is at stake', () => {
  const none = {
    readOnly: [],
    failed: [],
    cells: [],
    terminals: 0,
    keepsPrevious: false
  };

  it('is nothing when nothing runs and all can be saved', () => {
    expect(stakesOf(none)).toEqual([]);
  });

  it('lists what would be lost before what would stop', () => {
    const stakes = stakesOf({
      ...none,
      readOnly: ['notes.md'],
      failed: ['fit.py', 'notes.md'],
      cells: ['a.ipynb'],
      terminals: 2
    });
    expect(stakes).toEqual([
      { kind: 'unsaved', path: 'notes.md', readOnly: true },
      { kind: 'unsaved', path: 'fit.py', readOnly: false },
      { kind: 'cells', path: 'a.ipynb' },
      { kind: 'terminals', count: 2 }
    ]);
  });

  it('leaves out terminals that run on in a warm server', () => {
    expect(stakesOf({ ...none, terminals: 2, keepsPrevious: true })).toEqual(
      []
    );
  });
});

describe('how long a switch took', () => {
  it('is measured by the clock of the service alone', () => {
    const item = aSwitch({
      startedAt: '2026-11-22T14:02:00.000Z',
      steps: [{ phase: 'ready', startedAt: '2026-11-22T14:02:06.500Z' }]
    });
    expect(tookUntilReady(item)).toBe(6500);
  });

  it('is for ever while it is not known', () => {
    expect(tookUntilReady(aSwitch())).toBe(Infinity);
  });
});
