/** Runs programs to their end, synchronously. */
import {
  execFileSync,
  spawnSync,
  type SpawnSyncOptions
} from 'node:child_process';

/** Run a program and return what it said; fail with its complaint. */
export function said(
  program: string,
  args: readonly string[],
  options: { input?: string; env?: NodeJS.ProcessEnv; cwd?: string } = {}
): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...options
  });
}

/** True when a program ended well; its output is dropped. */
export function quietly(
  program: string,
  args: readonly string[],
  options: SpawnSyncOptions = {}
): boolean {
  return spawnSync(program, args, { stdio: 'ignore', ...options }).status === 0;
}

/** True when a program is on the PATH, or where Debian keeps those of root. */
export function found(program: string): boolean {
  return quietly('sh', ['-c', `command -v ${program}`], {
    env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` }
  });
}
