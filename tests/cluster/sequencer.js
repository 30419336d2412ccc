/** The longest first, so that no worker is left with one of them at the end. */
import { basename } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/** Those that take over a minute and a half, by name; the longest first. */
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
