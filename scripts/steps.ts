/** Shared by all scripts: announces steps, and runs programs to their end. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** The checkout. */
export const ROOT = dirname(import.meta.dirname);

/** Time for the last lines of a program that has ended. */
const DRAIN_MS = 2_000;

/** Something that a person has to install; its message is one sentence. */
export class Missing extends Error {}

/** Print what comes next, as it may take long. */
export function heading(text: string): void {
  console.log(`\u2022 ${text}`);
}

/** True when a program can be started and ends well. */
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
  return endOf(
    spawn(program, args, { cwd: ROOT, stdio: 'inherit', ...options })
  );
}

/** Do the same, but pass each line of the program's output to `say`. */
export async function attemptInLines(
  program: string,
  args: readonly string[],
  say: (line: string) => void,
  options: SpawnOptions = {}
): Promise<number | string> {
  const child = spawn(program, args, {
    cwd: ROOT,
    ...options,
    stdio: ['ignore', 'pipe', 'pipe']
  });
  const ended = endOf(child);
  const closed = once(child, 'close');
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', say);
  }
  const end = await ended;
  // A process that it left running may hold its output open.
  await Promise.race([closed, delay(DRAIN_MS, undefined, { ref: false })]);
  return end;
}

function endOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('exit', (code, signal) => {
      resolve(code ?? signal ?? 'nothing');
    });
  });
}
