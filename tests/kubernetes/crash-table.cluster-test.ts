/** The companion is killed at every step of a switch: row 1 of the faults. */
import { around, testCrashes } from './crashes.ts';

describe('overlap', () => {
  testCrashes('overlap', {
    done: around(['starting', 'ready', 'active', 'stopping-previous', 'done']),
    failed: around(['failed'])
  });
});

describe('recreate, on a volume that takes one pod at a time', () => {
  testCrashes('recreate', {
    done: around(['stopping-previous', 'starting', 'ready', 'active', 'done']),
    failed: around(['restoring-previous', 'failed'])
  });
});
