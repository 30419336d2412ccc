/**
 * `npm run faults [-- WORD ...]`: makes each fault, or those with a word in
 * their name, at each step of a real switch on the real cluster. Prints a table
 * of what the user saw; writes `bench/results/faults.json`, `docs/faults.md`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { z } from 'zod';
import { FaultBench } from './faults/fault-bench.ts';
import { FAULTS } from './faults/list.ts';
import { markdown } from './faults/table.ts';
import { Outcome } from './faults/fault.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const RESULTS = join(ROOT, 'bench', 'results', 'faults.json');
const words = process.argv.slice(2);
const chosen = FAULTS.filter(
  ({ name }) => words.length === 0 || words.some(word => name.includes(word))
);

const bench = await FaultBench.open();
const outcomes: Outcome[] = [];
try {
  for (const fault of chosen) {
    for (const step of fault.steps) {
      const outcome = await bench.outcome(fault, step);
      console.error(
        `${fault.name}, ${step}: ${outcome.seen} (${outcome.seconds.toFixed(1)} s)`
      );
      outcomes.push(outcome);
    }
  }
} finally {
  await bench.close();
}

// Rows of faults that were not made now stay as they were last time.
const isNew = (row: Outcome) =>
  outcomes.some(({ fault, step }) => row.fault === fault && row.step === step);
const all = [...earlier().filter(row => !isNew(row)), ...outcomes].toSorted(
  (one, other) => place(one) - place(other)
);
const table = markdown(all);
console.log(table);
mkdirSync(dirname(RESULTS), { recursive: true });
writeFileSync(RESULTS, `${JSON.stringify(all, null, 2)}\n`);
const page = await format(table, { parser: 'markdown' });
writeFileSync(join(ROOT, 'docs', 'faults.md'), page);
process.exitCode = outcomes.some(
  ({ now, changed }) => now === 'neither' || changed.length > 0
)
  ? 1
  : 0;

function earlier(): Outcome[] {
  return existsSync(RESULTS)
    ? z.array(Outcome).parse(JSON.parse(readFileSync(RESULTS, 'utf8')))
    : [];
}

function place(row: Outcome): number {
  return FAULTS.findIndex(({ name }) => name === row.fault);
}
