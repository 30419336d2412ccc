import fc from 'fast-check';
import type { Switch, SwitchPhase } from '../contract/contract.ts';
import {
  SwitchPhase as Phases,
  Switch as Schema
} from '../contract/contract.ts';
import {
  advance,
  alreadyThere,
  begin,
  canAdvance,
  duration,
  hasEntered,
  isBeforeActive,
  isFinal
} from './switch-state.ts';

const begun = (strategy: Switch['strategy']) => ({
  id: 's',
  project: 'new',
  from: 'old',
  strategy
});

const at = (seconds: number) => new Date(seconds * 1000).toISOString();

/** A switch that took these phases, one a second. */
function walk(strategy: Switch['strategy'], ...phases: SwitchPhase[]): Switch {
  return phases.reduce(
    (s, phase, index) => advance(s, phase, at(index + 1)),
    begin(begun(strategy), at(0))
  );
}

/** Any path: each number picks one of the phases that may follow. */
const anyWalk = fc
  .tuple(
    fc.constantFrom<Switch['strategy']>('overlap', 'recreate'),
    fc.array(fc.nat(), { maxLength: 12 })
  )
  .map(([strategy, picks]) => {
    const states = [begin(begun(strategy), at(0))];
    for (const [index, pick] of picks.entries()) {
      const last = states.at(-1)!;
      const next = Phases.options.filter(phase => canAdvance(last, phase));
      const phase = next[pick % next.length];
      if (phase !== undefined) {
        states.push(advance(last, phase, at(index + 1)));
      }
    }
    return states;
  });

test('each switch of DESIGN.md 5 is legal', () => {
  expect(
    walk(
      'overlap',
      'building',
      'starting',
      'ready',
      'active',
      'stopping-previous',
      'done'
    ).phase
  ).toBe('done');
  expect(walk('overlap', 'ready', 'active', 'done').phase).toBe('done');
  expect(
    walk('recreate', 'stopping-previous', 'starting', 'ready', 'active', 'done')
      .phase
  ).toBe('done');
  expect(
    walk(
      'recreate',
      'stopping-previous',
      'starting',
      'restoring-previous',
      'failed'
    ).phase
  ).toBe('failed');
});

test('an illegal step is refused', () => {
  const active = walk('overlap', 'starting', 'ready', 'active');
  expect(() => advance(active, 'failed', at(9))).toThrow('active -> failed');
  expect(() => advance(active, 'cancelled', at(9))).toThrow();
  expect(() => advance(walk('overlap'), 'active', at(9))).toThrow();
});

test('only phases that were entered are told, each begun as the last ended', () => {
  fc.assert(
    fc.property(anyWalk, states => {
      const last = states.at(-1)!;
      expect(last.steps.map(step => step.phase)).toEqual(
        states.map(state => state.phase)
      );
      for (const [index, step] of last.steps.entries()) {
        const next = last.steps[index + 1];
        expect(step.endedAt).toBe(
          next?.startedAt ?? (isFinal(last) ? step.startedAt : undefined)
        );
      }
      expect(() => Schema.parse(last)).not.toThrow();
    })
  );
});

test('a switch fails or is cancelled only before it is active', () => {
  fc.assert(
    fc.property(anyWalk, states => {
      const last = states.at(-1)!;
      if (hasEntered(last, 'active')) {
        expect(isBeforeActive(last)).toBe(false);
        expect(last.cancellable).toBe(false);
        expect(['failed', 'cancelled']).not.toContain(last.phase);
      }
      if (last.phase === 'active') {
        expect(states.at(-2)?.phase).toBe('ready');
      }
    })
  );
});

test('in overlap the old server is never stopped before the switch is active', () => {
  fc.assert(
    fc.property(anyWalk, states => {
      const last = states.at(-1)!;
      if (
        last.strategy === 'overlap' &&
        hasEntered(last, 'stopping-previous')
      ) {
        expect(hasEntered(last, 'active')).toBe(true);
      }
    })
  );
});

test('a switch ends once, and has an end time only then', () => {
  fc.assert(
    fc.property(anyWalk, states => {
      for (const state of states) {
        expect(state.endedAt !== undefined).toBe(isFinal(state));
        expect(isFinal(state) && state.cancellable).toBe(false);
      }
      expect(states.slice(0, -1).some(isFinal)).toBe(false);
    })
  );
});

test('a switch to where the user is has one step', () => {
  const there = alreadyThere(begun('overlap'), '/user/ada/new/lab', at(3));
  expect(isFinal(there)).toBe(true);
  expect(there.steps).toEqual([
    { phase: 'done', startedAt: at(3), endedAt: at(3) }
  ]);
});

test('the duration is that of the start, without build and hand-over', () => {
  const built = walk('overlap', 'building', 'starting', 'ready', 'active');
  expect(duration(built)).toBe(1000);
  const recreated = walk('recreate', 'stopping-previous', 'starting', 'ready');
  expect(duration(recreated)).toBe(2000);
  expect(duration(walk('overlap', 'ready', 'active'))).toBeUndefined();
});
