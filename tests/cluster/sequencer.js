/** Runs the longest tests first, so that no worker has one left at the end. */
import { basename } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/** Names of files that take over a minute and a half, the longest first. */
const LONG = [
  ...['crashes-recreate', 'crashes-overlap', 'volume-failures', 'outages'],
  ...['attacks', 'fill-failures', 'homes', 'deployment', 'images']
];

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
}

function rank({ path }) {
  const place = LONG.indexOf(basename(path).replace(/\..*/, ''));
  return place < 0 ? LONG.length : place;
}
