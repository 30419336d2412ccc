/**
 * `npm run flakes -- [TIMES] [STAGE ...]`: stages again and again while both cores
 * are busy with something else; which tests failed, and how often.
 */
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { print, runStages } from './schedule.ts';
import { STAGES } from './stages.ts';
import { heading } from './steps.ts';
import { timesOf } from './times.ts';

const [times = '5', ...names] = process.argv.slice(2);
const chosen = names.length > 0 ? names : ['end-to-end', 'cluster'];
const stages = Object.entries(STAGES).filter(([name]) => chosen.includes(name));

const others = cpus().map(() =>
  spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' })
);
const failures = new Map<string, number>();
try {
  for (let run = 1; run <= Number(times); run++) {
    heading(`Run ${String(run)} of ${times}`);
    const { tally, parts } = await runStages(Object.fromEntries(stages), print);
    const { failed } = timesOf(parts);
    failed.forEach(title => {
      failures.set(title, (failures.get(title) ?? 0) + 1);
    });
    console.log(
      `Run ${String(run)}: ${String(tally.passed)} passed, ${String(tally.failed)} failed`
    );
  }
} finally {
  others.forEach(other => other.kill('SIGKILL'));
}
for (const [title, count] of failures) {
  console.log(`failed ${String(count)} of ${times}: ${title}`);
}
process.exitCode = failures.size > 0 ? 1 : 0;
