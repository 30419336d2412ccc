/**
 * `npm run bench [-- name ...]`: measures both sides of each ratio in one run,
 * prints a table and writes the numbers to `bench/results/latest.json`.
 */
import { sameRequirements } from './building.ts';
import { runBenchmarks } from './command.ts';
import { listing } from './listing.ts';
import { polling } from './polling.ts';
import { coldSwitch, warmSwitch } from './switching.ts';

await runBenchmarks(
  {
    'cold-switch': coldSwitch,
    'warm-switch': warmSwitch,
    'same-requirements': sameRequirements,
    polling,
    listing
  },
  'latest.json'
);
