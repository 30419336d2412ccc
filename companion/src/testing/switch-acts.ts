/** Acts of users, pages and the platform, in any order. */
import fc from 'fast-check';

export const PROJECTS = ['alpha', 'beta', 'gamma'];

const userAct = fc.record({
  by: fc.constant('user' as const),
  do: fc.constantFrom('start', 'start', 'start', 'cancel', 'stop'),
  project: fc.constantFrom(...PROJECTS),
  /** True to start the project's older image. */
  old: fc.boolean()
});
const pageAct = fc.record({
  by: fc.constant('page' as const),
  do: fc.constantFrom('open', 'close', 'saved', 'move', 'move', 'arrived'),
  page: fc.constantFrom('one', 'two'),
  /** True: opened in alpha, wherever the user is; saved all but one file. */
  flag: fc.boolean()
});
const worldAct = fc.record({
  by: fc.constant('world' as const),
  do: fc.constantFrom(
    ...(['succeed', 'succeed', 'succeed', 'stopped', 'stopped'] as const),
    ...(['pass', 'pass', 'pass', 'fail', 'full', 'exit', 'restart'] as const)
  ),
  ms: fc.constantFrom(0, 1, 2_500, 5_000, 10_000, 60_000)
});

type ActOf<A> = A extends fc.Arbitrary<infer V> ? V : never;
export type UserAct = ActOf<typeof userAct>;
export type PageAct = ActOf<typeof pageAct>;
export type WorldAct = ActOf<typeof worldAct>;
export type Act = UserAct | PageAct | WorldAct;

const pass = (ms: 1 | 60_000): Act => ({ by: 'world', do: 'pass', ms });
const does = (what: WorldAct['do']): Act => ({ by: 'world', do: what, ms: 0 });

/** Acts that often come together; alone, chance would seldom get far. */
const phrase = fc.oneof(
  userAct.map((act): Act[] => [
    { ...act, do: 'start' },
    pass(1),
    does('succeed'),
    pass(1)
  ]),
  pageAct.map((act): Act[] => [{ ...act, do: 'move' }, pass(60_000)]),
  // No room beside the old server, or none is looked for.
  fc
    .tuple(userAct, pageAct, fc.boolean())
    .map(([act, page, full]): Act[] => [
      { ...act, do: 'start' },
      pass(1),
      ...(full ? [does('full'), pass(1)] : []),
      { ...page, do: 'saved' },
      pass(60_000),
      does('stopped'),
      pass(1),
      does('succeed'),
      pass(1)
    ])
);

export const anyActs: fc.Arbitrary<Act[]> = fc
  .array(
    fc.oneof(
      userAct.map((act): Act[] => [act]),
      pageAct.map((act): Act[] => [act]),
      worldAct.map((act): Act[] => [act]),
      phrase
    ),
    { minLength: 3, maxLength: 20 }
  )
  .map(acts => acts.flat());
