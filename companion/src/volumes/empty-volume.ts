import type { CallName, Output } from './agent-calls.ts';
import { unavailable } from './volume-failure.ts';

/** The answers of a volume that nobody has written to. */
const EMPTY: { readonly [C in CallName]?: Output<C> } = {
  list: [],
  find: null,
  usage: { bytes: null, capacity: null },
  trashed: [],
  outside: [],
  sweep: null
};

/** Answer for a volume that is not there yet. */
export function empty<C extends CallName>(name: C): Output<C> {
  const answer = EMPTY[name];
  if (answer === undefined) {
    throw unavailable('You have no volume yet: open a project first.');
  }
  return answer;
}
