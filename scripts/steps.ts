/** What the scripts share: a step that tells of itself, a child that is awaited. */
import { spawn, spawnSync, type SpawnOptions } from 'node:child_process';
import { dirname } from 'node:path';

/** The checkout. */
export const ROOT = dirname(import.meta.dirname);

/** Something that a person has to install; its message is one sentence. */
export class Missing extends Error {}

/** Say what comes, before it takes its time. */
export function heading(text: string): void {
  console.log(`\u2022 ${text}`);
}

/** Whether a program can be started and ends well. */
export function answers(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** Run a program to its end; fail with its name when it does not end well. */
export async function run(
  program: string,
  args: readonly string[],
  options: SpawnOptions = {}
): Promise<void> {
  const status = await attempt(program, args, options);
  if (status !== 0) {
    throw new Error(
      `${program} ${args.join(' ')} ended with ${String(status)}.`
    );
  }
}

/** Run a program to its end and return how it ended: a code, or a signal. */
export function attempt(
  program: string,
  args: readonly string[],
  options: SpawnOptions = {}
): Promise<number | string> {
  return new Promise((resolve, reject) => {
    spawn(program, args, { cwd: ROOT, stdio: 'inherit', ...options })
      .on('error', reject)
      .on('exit', (code, signal) => {
        resolve(code ?? signal ?? 'nothing');
      });
  });
}
