/** Makes `.tool/`, a Python environment with uv and JupyterLab, if stale. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPython } from './python.js';
import { answers, heading, Missing, ROOT, run } from './steps.ts';

const REQUIREMENTS = join(ROOT, 'binder', 'requirements.txt');
const FOLDER = join(ROOT, '.tool');

/** Names the folder's sources; written last, so a cut-off run is redone. */
const MARKER = join(FOLDER, 'made-of');

/** Programs of the tool environment. */
export const TOOL = {
  bin: join(FOLDER, 'bin'),
  python: join(FOLDER, 'bin', 'python'),
  uv: join(FOLDER, 'bin', 'uv')
};

/** Make the tools unless those of the same requirements are there. */
export async function makeTools(): Promise<void> {
  const found = findPython();
  if ('missing' in found) {
    throw new Missing(found.missing);
  }
  const key = createHash('sha256')
    .update(readFileSync(REQUIREMENTS))
    .update(FOLDER)
    .digest('hex');
  if (marker() === key && answers(TOOL.python, ['-c', ''])) {
    return;
  }
  heading('Making the tool environment: uv and JupyterLab (about a minute)');
  rmSync(FOLDER, { recursive: true, force: true });
  await run(found.python, ['-m', 'venv', FOLDER]);
  await run(TOOL.python, [
    ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
    ...['--requirement', REQUIREMENTS]
  ]);
  writeFileSync(MARKER, key);
}

function marker(): string | undefined {
  return existsSync(MARKER) ? readFileSync(MARKER, 'utf8') : undefined;
}

if (import.meta.main) {
  try {
    await makeTools();
  } catch (error) {
    console.error(String(error instanceof Missing ? error.message : error));
    process.exitCode = 1;
  }
}
