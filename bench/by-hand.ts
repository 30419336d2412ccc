/** The commands that a person would type: the other side of each ratio. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkKernel } from '../companion/src/drivers/kernel-check.ts';
import { freePort } from '../companion/src/drivers/local/free-port.ts';
import { ask, pause } from './api.ts';

const run = promisify(execFile);
const TOKEN = 'by-hand';

export interface Lab {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Start `jupyter lab` of an environment in a folder, wait until its first
 * kernel answers, and end that kernel.
 */
export async function startLab(
  environment: string,
  folder: string
): Promise<Lab> {
  const port = await freePort();
  const runtime = await mkdtemp(join(tmpdir(), 'by-hand-'));
  const child = spawn(
    join(environment, 'bin', 'jupyter-lab'),
    [
      '--no-browser',
      '--allow-root',
      '--LabApp.expose_app_in_browser=True',
      `--ServerApp.port=${String(port)}`,
      `--ServerApp.root_dir=${folder}`
    ],
    {
      cwd: folder,
      stdio: 'ignore',
      env: {
        ...process.env,
        PATH: `${join(environment, 'bin')}:${process.env.PATH ?? ''}`,
        JUPYTER_TOKEN: TOKEN,
        JUPYTER_RUNTIME_DIR: runtime,
        JUPYTERLAB_WORKSPACES_DIR: join(runtime, 'workspaces')
      }
    }
  );
  const url = `http://127.0.0.1:${String(port)}/`;
  await answers(url, child);
  await checkKernel(
    { url, token: TOKEN },
    () => Promise.resolve(true),
    AbortSignal.timeout(60_000)
  );
  return {
    url: `${url}lab?token=${TOKEN}`,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(runtime, { recursive: true, force: true, maxRetries: 5 });
    }
  };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const status = await ask('GET', `${url}api/status`, TOKEN).then(
      answer => answer.status,
      () => 0
    );
    if (status === 200) {
      return;
    }
    await pause(50);
  }
  throw new Error(`jupyter lab ended with ${String(child.exitCode)}.`);
}

/** Run `git clone`, `uv venv --seed` and `uv pip sync` of a lock. */
export async function environmentByHand(options: {
  readonly uv: string;
  readonly cache: string;
  readonly source: string;
  readonly lock: string;
  /** An empty folder on the file system of the cache; else uv cannot link. */
  readonly folder: string;
}): Promise<void> {
  const { folder } = options;
  const environment = join(folder, 'environment');
  const env = { ...process.env, UV_CACHE_DIR: options.cache };
  await run('git', ['clone', '-q', options.source, join(folder, 'clone')]);
  await run(options.uv, ['venv', '-q', '--seed', environment], { env });
  await run(options.uv, ['pip', 'sync', '-q', options.lock], {
    env: { ...env, VIRTUAL_ENV: environment }
  });
}
