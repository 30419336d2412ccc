/** Processes that outlive the command that started them, by pid and start. */
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { LOGS } from './folders.ts';
import { until } from './waiting.ts';

export const Process = z.object({
  name: z.string(),
  pid: z.number().int().positive(),
  /** Clock ticks from boot to its start: they differ if a pid is given anew. */
  started: z.string()
});
export type Process = z.infer<typeof Process>;

/** Start a program in a session of its own; its log is named after it. */
export function launch(
  name: string,
  program: string,
  args: readonly string[],
  options: { env?: Record<string, string>; cwd?: string } = {}
): Process {
  mkdirSync(LOGS, { recursive: true });
  const log = openSync(logOf(name), 'a');
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: options.cwd ?? '/',
    env: { ...process.env, ...options.env }
  });
  closeSync(log);
  child.unref();
  if (child.pid === undefined) {
    throw new Error(`${program} cannot be started.`);
  }
  const started = startOf(child.pid);
  if (started === undefined) {
    throw new Error(`${program} ended at once: see ${logOf(name)}.`);
  }
  return { name, pid: child.pid, started };
}

export function logOf(name: string): string {
  return join(LOGS, `${name}.log`);
}

/** True while this very process runs, and not a later one of its pid. */
export function runs(process: Process): boolean {
  return startOf(process.pid) === process.started;
}

/** Ask a process to end, and kill it after `patience` seconds. */
export async function end(ended: Process, patience: number): Promise<void> {
  if (!runs(ended)) {
    return;
  }
  // A process that a test has stopped would not see SIGTERM.
  signal(ended, 'SIGCONT');
  signal(ended, 'SIGTERM');
  try {
    await until(() => !runs(ended), `the end of ${ended.name}`, patience);
  } catch {
    signal(ended, 'SIGKILL');
    await delay(50);
  }
}

/** Send a signal to a process if it is still the one we started. */
export function signal(target: Process, name: NodeJS.Signals): void {
  if (runs(target)) {
    process.kill(target.pid, name);
  }
}

/** Return the start of a process; a zombie has none, as it has ended. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
