/** uv's cache for all tests: no file is downloaded or compiled twice. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HUMANIZE, INFLECTION } from './repositories.ts';

const TOOL = join(import.meta.dirname, '..', '..', '.tool', 'bin');
const XDG = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');

/** The folder is kept between runs, and serves all checkouts. */
export const UV_CACHE = join(XDG, 'jupyterlab-projects', 'ui-tests', 'uv');

/** The packages in the environments of most tests. */
const PACKAGES = ['jupyterlab>=4,<5', 'ipykernel', HUMANIZE, INFLECTION];

/**
 * Playwright's global setup. Environments link the files of the cache, so files
 * that are compiled here need no compilation at an environment's first start:
 * that saves seconds of every test, which are no test's subject.
 */
export default async function fillCache(): Promise<void> {
  const run = promisify(execFile);
  const folder = await mkdtemp(join(tmpdir(), 'projects-e2e-cache-'));
  try {
    const env = { ...process.env, UV_CACHE_DIR: UV_CACHE };
    const uv = (...args: string[]) => run(join(TOOL, 'uv'), args, { env });
    const python = join(folder, 'bin', 'python');
    await uv('venv', '--seed', '--python', join(TOOL, 'python'), folder);
    await uv('pip', 'install', '--python', python, ...PACKAGES);
    await run(python, [
      ...['-m', 'compileall', '-q', '-r', '20', '-j', '2'],
      join(UV_CACHE, 'archive-v0')
    ]).catch(() => {
      // Some packages hold files for other Pythons: those stay as they are.
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
