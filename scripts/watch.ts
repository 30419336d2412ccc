/**
 * `npm run watch [-- FLAGS]`: builds everything again when it changes, and
 * restarts the companion; the servers that it had started stop with it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './prepare.ts';
import { ROOT } from './steps.ts';
import { makeTools } from './tools.ts';

await makeTools();
await build();

const COMPANION = join('companion', 'lib');
const watchers = [
  ['tsc', '-b', '--watch', '--preserveWatchOutput'],
  ['npm', 'run', '--silent', 'build:labextension', '--', '--watch'],
  ['node', '--watch-path=lib', join('scripts', 'build-home.ts')],
  [
    ...['node', `--watch-path=${COMPANION}`, '--watch-preserve-output'],
    ...[join(COMPANION, 'main.js'), ...process.argv.slice(2)]
  ]
];

const children = watchers.map(([program = '', ...args]) => {
  const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit' });
  child.on('exit', stop);
  return child;
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, stop);
}

/** End all of them: when one ends, the others are of no use. */
function stop(): void {
  children.forEach((child: ChildProcess) => child.kill());
}
