/**
 * `npm test [-- STAGE ...]`: every stage, or those named. A run that is strict
 * (`--strict`, or `PROJECTS_STRICT=1`) fails when anything is skipped.
 */
import { build } from './prepare.ts';
import { buildAhead, STAGES } from './stages.ts';
import { heading, Missing } from './steps.ts';
import { add, isGood, NOTHING, summary, type Tally } from './tally.ts';
import { makeTools } from './tools.ts';

const args = process.argv.slice(2);
const strict = args.includes('--strict') || process.env.PROJECTS_STRICT === '1';
const chosen = args.filter(arg => arg !== '--strict');
const unknown = chosen.filter(name => !(name in STAGES));

let tally = NOTHING;
if (unknown.length > 0) {
  console.error(
    `There is no stage ${unknown.join(', ')}; there are ${Object.keys(STAGES).join(', ')}.`
  );
  tally = { ...NOTHING, failed: 1 };
} else {
  const picked = Object.entries(STAGES).filter(
    ([name]) => chosen.length === 0 || chosen.includes(name)
  );
  if (picked.some(([name]) => name === 'cluster')) {
    buildAhead();
  }
  tally = add(tally, await prepared());
  for (const [name, stage] of picked) {
    heading(name);
    tally = add(tally, await stage());
  }
}
console.log(summary(tally, strict));
process.exitCode = isGood(tally, strict) ? 0 : 1;

/** The tools and a build; what cannot be made makes later stages fail, too. */
async function prepared(): Promise<Tally> {
  try {
    await makeTools();
    await build();
    return NOTHING;
  } catch (error) {
    console.error(error instanceof Missing ? error.message : String(error));
    return { ...NOTHING, failed: 1 };
  }
}
