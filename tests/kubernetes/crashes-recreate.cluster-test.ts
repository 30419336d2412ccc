/** The companion is killed at every step, on a volume for one pod at a time. */
import { around, testCrashes } from './crashes.ts';

describe('recreate, on a volume that takes one pod at a time', () => {
  testCrashes('recreate', {
    done: around(['stopping-previous', 'starting', 'ready', 'active', 'done']),
    failed: around(['restoring-previous', 'failed'])
  });
});
