/**
 * `npm run bench [-- name ...]`: measures both sides of each ratio in one run,
 * prints a table and writes the numbers to `bench/results/`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sameRequirements } from './building.ts';
import { polling } from './polling.ts';
import { type Benchmark, type Result, table } from './result.ts';
import { coldSwitch, warmSwitch } from './switching.ts';

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  'cold-switch': coldSwitch,
  'warm-switch': warmSwitch,
  'same-requirements': sameRequirements,
  polling
};

const names = process.argv.slice(2);
const unknown = names.filter(name => !(name in BENCHMARKS));
if (unknown.length) {
  console.error(
    `No benchmark is called ${unknown.join(', ')}. There are: ${Object.keys(BENCHMARKS).join(', ')}.`
  );
  process.exit(2);
}

const results: Result[] = [];
for (const [name, benchmark] of Object.entries(BENCHMARKS)) {
  if (!names.length || names.includes(name)) {
    console.error(`${name} ...`);
    results.push(...(await benchmark()));
  }
}

const folder = join(import.meta.dirname, 'results');
await mkdir(folder, { recursive: true });
await writeFile(
  join(folder, 'latest.json'),
  JSON.stringify({ at: new Date().toISOString(), results }, null, 2) + '\n'
);
console.log(table(results));
