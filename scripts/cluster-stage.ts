/** The stage on a real Kubernetes; one that runs already is left running. */
import { inTurn } from './running.ts';
import type { Work } from './running.ts';
import { add, NOTHING } from './tally.ts';
import { lacking } from '../tests/cluster/requirements.ts';
import { readState, running } from '../tests/cluster/state.ts';

const command = (...args: string[]): Work =>
  inTurn(['node', 'tests/cluster/main.ts', ...args]);

/** The work in turn, on a cluster that is built and started for it. */
export function onCluster(tests: Work, deployed: Work): Work {
  return async desk => {
    const reason = lacking();
    if (reason !== undefined) {
      const skipped = `the tests on a real cluster: ${reason}`;
      return { ...NOTHING, skipped: [skipped] };
    }
    const state = readState();
    const found = state !== undefined && !!running(state, 'apiserver');
    try {
      // Images need no Kubernetes, and it takes longest to build where it is new.
      const [programs, images] = await Promise.all([
        desk.step('programs', command('programs')),
        desk.step('images', command('images'))
      ]);
      const started = add(
        add(programs, images),
        await desk.step('up', command('up'))
      );
      if (started.failed > 0) {
        return started;
      }
      const done = add(started, await desk.step('tests', tests));
      return add(done, await desk.step('deployed', deployed));
    } finally {
      if (!found) {
        await desk.step('down', command('down'));
      }
    }
  };
}
