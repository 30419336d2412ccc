/**
 * `npm run bench:cluster [-- name ...]`: measures both sides of each ratio in
 * one run on the cluster that runs (`npm run cluster up`), prints a table and
 * writes the numbers to `bench/results/cluster.json`.
 */
import { runBenchmarks } from '../command.ts';
import { openClusterApiServer } from '../scale/cluster-api-server.ts';
import { scale } from '../scale/scale.ts';
import { manyFiles } from './many-files.ts';
import { parts } from './parts.ts';
import { seeding } from './seeding.ts';
import { polling, recreate, warmSwitch } from './switching.ts';

await runBenchmarks(
  {
    'warm-switch': warmSwitch,
    polling,
    recreate,
    parts,
    seeding,
    'many-files': manyFiles,
    scale: scale(openClusterApiServer)
  },
  'cluster.json'
);
// The cluster's client keeps connections open, which would keep Node running.
process.exit();
