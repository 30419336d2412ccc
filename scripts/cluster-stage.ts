/** The stage on a real Kubernetes; one that runs already is left running. */
import { inTurn } from './running.ts';
import type { Desk, Work } from './running.ts';
import { add, NOTHING } from './tally.ts';
import type { Tally } from './tally.ts';
import { lacking } from '../tests/cluster/requirements.ts';
import { readState, running } from '../tests/cluster/state.ts';

const command = (...args: string[]): Work =>
  inTurn(['node', 'tests/cluster/main.ts', ...args]);

/** Build a cluster, start it `when` that may be, and run the tests on it. */
export function onCluster(
  when: (work: Work) => Work,
  tests: Readonly<Record<string, Work>>
): Work {
  return async desk => {
    const reason = lacking();
    if (reason !== undefined) {
      const skipped = `the tests on a real cluster: ${reason}`;
      return { ...NOTHING, skipped: [skipped] };
    }
    const state = readState();
    const found = state !== undefined && !!running(state, 'apiserver');
    try {
      // Images need no Kubernetes, whose build is the longest on a new machine.
      const [programs, images] = await Promise.all([
        desk.step('programs', command('programs')),
        desk.step('images', command('images'))
      ]);
      const made = add(programs, images);
      return add(made, await when(() => started(desk, tests))(desk));
    } finally {
      if (!found) {
        await desk.step('down', command('down'));
      }
    }
  };
}

/** Run the tests in turn; none when the cluster does not start. */
async function started(
  { step }: Desk,
  tests: Readonly<Record<string, Work>>
): Promise<Tally> {
  let tally = await step('up', command('up'));
  const able = tally.failed === 0 ? Object.entries(tests) : [];
  for (const [name, work] of able) {
    tally = add(tally, await step(name, work));
  }
  return tally;
}
