/** The companion is killed at every step of a switch: row 1 of the faults. */
import { around, testCrashes } from './crashes.ts';

describe('overlap', () => {
  testCrashes('overlap', {
    done: around(['starting', 'ready', 'active', 'stopping-previous', 'done']),
    failed: around(['failed'])
  });
});
