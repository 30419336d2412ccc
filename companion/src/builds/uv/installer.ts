import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnvironmentPaths } from './environment-paths.ts';
import type { EnvironmentPlan } from './environment-plan.ts';
import { postBuildOf } from './post-build.ts';
import { isLocal } from './requirements.ts';
import { uvFailure } from './uv-errors.ts';
import type { Uv, UvOptions } from './uv.ts';

/** An installation into `paths`; `cwd` is the checkout. */
export interface Installation extends UvOptions {
  readonly uv: Uv;
  readonly paths: EnvironmentPaths;
  readonly plan: EnvironmentPlan;
  readonly scratch: string;
  /** A checkout in which builds of packages may write: `cwd`, or a copy. */
  readonly sources: string;
}

/** Install exactly what the lock says, and then the repository's own folders. */
export async function install(
  installation: Installation,
  lock: string
): Promise<void> {
  const { paths, plan, scratch } = installation;
  const lines = lock.split('\n').filter(line => line.trim() !== '');
  const packages = lines.filter(line => !isLocal(line));
  if (packages.some(line => !line.startsWith('--'))) {
    const file = join(scratch, 'install.txt');
    await writeFile(file, `${packages.join('\n')}\n`);
    await runPip(installation, ['sync', '--python', paths.python, file]);
  }
  const folders = lines.filter(isLocal);
  const itself = folders.some(line => /^(-e\s+)?(file:)?\.\/?$/.test(line));
  if (plan.installsItself && !itself) {
    folders.push('.');
  }
  const options = lines.filter(line => line.startsWith('--'));
  for (const folder of folders) {
    await installFolder(installation, folder, options);
  }
}

async function installFolder(
  installation: Installation,
  line: string,
  options: readonly string[]
): Promise<void> {
  const { paths, scratch, sources } = installation;
  const file = join(scratch, 'folder.txt');
  await writeFile(file, [...options, line, ''].join('\n'));
  const pip = ['install', '--no-deps', '--python', paths.python, '-r', file];
  if (line.startsWith('-e')) {
    await runPip(installation, pip);
    return;
  }
  await runPip({ ...installation, cwd: sources }, pip);
}

async function runPip(
  { uv, plan, cwd, signal, onText }: Installation,
  args: readonly string[]
): Promise<void> {
  const ended = await uv.end(['pip', ...args, ...linking(plan)], {
    cwd,
    signal,
    ...(onText ? { onText } : {})
  });
  if (ended.exitCode !== 0) {
    throw uvFailure(ended, plan.requirements);
  }
}

/**
 * Copy files where there is a `postBuild`: it may write into them, and a hard
 * link would carry that into uv's cache, and so into every other environment.
 */
function linking({ files }: EnvironmentPlan): string[] {
  return postBuildOf(files) !== undefined ? ['--link-mode', 'copy'] : [];
}
