/**
 * The companion is killed where most is under way: row 1 of the faults. Every
 * other step is in `crash-table`.
 */
import { testCrashes } from './crashes.ts';

describe('overlap', () => {
  testCrashes('overlap', {
    done: ['after active'],
    failed: ['before failed']
  });
});

describe('recreate, on a volume that takes one pod at a time', () => {
  testCrashes('recreate', {
    done: ['after stopping-previous'],
    failed: ['after restoring-previous']
  });
});
