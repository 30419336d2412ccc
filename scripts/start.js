/** `npm start`: from a fresh clone to a companion that runs. */
import { join } from 'node:path';
import { install, NODE, run } from './install.js';

const steps = [
  install,
  () => run(NODE, [join('scripts', 'prepare.ts')]),
  () =>
    // In a session of its own: Ctrl-C reaches it once, by this process, and not
    // from the terminal as well.
    run(NODE, [join('companion', 'lib', 'main.js'), ...process.argv.slice(2)], {
      detached: true
    })
];

process.exitCode = 0;
for (const step of steps) {
  process.exitCode ||= await step();
}
