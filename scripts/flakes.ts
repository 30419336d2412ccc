/**
 * `npm run flakes -- [TIMES] [STAGE ...]`: runs stages repeatedly while all
 * cores are busy with something else, and says which tests failed how often.
 */
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { print, runStages } from './schedule.ts';
import { STAGES } from './stages.ts';
import { heading } from './steps.ts';
import { summary } from './tally.ts';
import { timesOf } from './times.ts';

const [times = '5', ...names] = process.argv.slice(2);
const chosen = names.length > 0 ? names : ['end-to-end', 'cluster'];
const stages = chosen.map(name => {
  const stage = STAGES[name];
  if (!stage) {
    throw new Error(`There is no stage ${name}.`);
  }
  return [name, stage] as const;
});

const others = cpus().map(() =>
  spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' })
);
process.on('exit', () => {
  others.forEach(other => other.kill('SIGKILL'));
});
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => process.exit(1));
}

const failures = new Map<string, number>();
let failed = 0;
for (let run = 1; run <= Number(times); run++) {
  heading(`Run ${String(run)} of ${times}`);
  const { tally, parts } = await runStages(Object.fromEntries(stages), print);
  for (const title of timesOf(parts).failed) {
    failures.set(title, (failures.get(title) ?? 0) + 1);
  }
  // Counted apart: a failure outside of tests has no title.
  failed += tally.failed;
  heading(`Run ${String(run)}: ${summary(tally, false)}`);
}
for (const [title, count] of failures) {
  console.log(`failed ${String(count)} of ${times}: ${title}`);
}
process.exit(failed > 0 ? 1 : 0);
