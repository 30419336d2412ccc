/**
 * `npm run watch [-- FLAGS]`: everything built again when it changes, and the
 * companion restarted; the servers that it had started stop with it.
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

/** One that ends ends all. */
function stop(): void {
  children.forEach((child: ChildProcess) => child.kill());
}
