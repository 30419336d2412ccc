/** What users, pages and the platform may do, in any order. */
import fc from 'fast-check';

export const PROJECTS = ['alpha', 'beta', 'gamma'];

const userAct = fc.record({
  by: fc.constant('user' as const),
  do: fc.constantFrom('start', 'start', 'start', 'cancel', 'stop'),
  project: fc.constantFrom(...PROJECTS),
  /** Whether to start the project's older image. */
  old: fc.boolean()
});
const pageAct = fc.record({
  by: fc.constant('page' as const),
  do: fc.constantFrom('open', 'close', 'saved', 'move', 'move', 'arrived'),
  page: fc.constantFrom('one', 'two'),
  /** Opened in alpha, wherever the user is; saved all but one file. */
  flag: fc.boolean()
});
const worldAct = fc.record({
  by: fc.constant('world' as const),
  do: fc.constantFrom(
    ...(['succeed', 'succeed', 'succeed', 'stopped', 'stopped'] as const),
    ...(['pass', 'pass', 'pass', 'fail', 'exit', 'restart'] as const)
  ),
  ms: fc.constantFrom(0, 1, 2_500, 5_000, 10_000, 60_000)
});

type ActOf<A> = A extends fc.Arbitrary<infer V> ? V : never;
export type UserAct = ActOf<typeof userAct>;
export type PageAct = ActOf<typeof pageAct>;
export type WorldAct = ActOf<typeof worldAct>;
export type Act = UserAct | PageAct | WorldAct;

export const anyAct: fc.Arbitrary<Act> = fc.oneof(userAct, pageAct, worldAct);
