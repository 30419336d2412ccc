/** `npm start`: from a fresh clone to a companion that runs. */
import { join } from 'node:path';
import { install, NODE, ROOT, run } from './install.js';

/** The uv of the tool environment, unless another one is named. */
const UV = join(ROOT, '.tool', 'bin', 'uv');

const steps = [
  install,
  () => run(NODE, [join('scripts', 'prepare.ts')]),
  () =>
    run(NODE, [join('companion', 'lib', 'main.js'), ...process.argv.slice(2)], {
      env: { PROJECTS_UV_PATH: UV, ...process.env }
    })
];

process.exitCode = 0;
for (const step of steps) {
  process.exitCode ||= await step();
}
