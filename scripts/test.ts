/**
 * `npm test [-- STAGE ...]`: runs every stage, or those named. A strict run
 * (`--strict`, or `PROJECTS_STRICT=1`) fails when anything is skipped. Where
 * the time went is in `test-results/times.json`, too.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from './prepare.ts';
import { print, runStages } from './schedule.ts';
import type { Outcome } from './schedule.ts';
import { STAGES } from './stages.ts';
import { Missing, ROOT } from './steps.ts';
import { add, isGood, NOTHING, summary } from './tally.ts';
import { linesOf, timesOf } from './times.ts';
import { makeTools } from './tools.ts';

const TIMES = join(ROOT, 'test-results', 'times.json');

const args = process.argv.slice(2);
const strict = args.includes('--strict') || process.env.PROJECTS_STRICT === '1';
const chosen = args.filter(arg => arg !== '--strict');
const unknown = chosen.filter(name => !(name in STAGES));

let tally = { ...NOTHING, failed: 1 };
if (unknown.length > 0) {
  console.error(
    `There is no stage ${unknown.join(', ')}; there are ${Object.keys(STAGES).join(', ')}.`
  );
} else {
  const outcome = await run();
  tally = outcome.tally;
  const times = timesOf(outcome.parts);
  mkdirSync(dirname(TIMES), { recursive: true });
  writeFileSync(TIMES, JSON.stringify(times, null, 2));
  console.log(linesOf(times).join('\n'));
}
console.log(summary(tally, strict));
process.exitCode = isGood(tally, strict) ? 0 : 1;

/** Make tools and a build, then run the stages, also when the making failed. */
async function run(): Promise<Outcome> {
  const prepared = await runStages({ prepared: { run: prepare } }, print);
  const picked = Object.entries(STAGES).filter(
    ([name]) => chosen.length === 0 || chosen.includes(name)
  );
  const { tally, parts } = await runStages(Object.fromEntries(picked), print);
  return {
    tally: add(prepared.tally, tally),
    parts: [...prepared.parts, ...parts]
  };
}

async function prepare() {
  try {
    await makeTools();
    await build();
    return NOTHING;
  } catch (error) {
    console.error(error instanceof Missing ? error.message : String(error));
    return { ...NOTHING, failed: 1 };
  }
}
