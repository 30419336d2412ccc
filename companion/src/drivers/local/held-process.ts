import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Exit } from '../start-failure.ts';
import { processInfo } from './process-table.ts';
import type { ProcessId } from './process-table.ts';

/** A process that waits for `release` before it runs its command. */
export interface HeldProcess {
  readonly id: ProcessId;
  readonly exited: Promise<Exit>;
  readonly release: () => void;
}

/** Waits for a line on a pipe. When the companion dies first, so does this. */
const HOLD = 'read -r go <&3 && exec "$0" "$@" 3<&-';

/**
 * Start a command in a session of its own, held: its record is written before
 * it does anything, so that no crash leaves a process that is unknown.
 */
export async function spawnHeld(options: {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Record<string, string | undefined>;
  /** A file descriptor that takes what the command prints. */
  readonly output: number;
}): Promise<HeldProcess> {
  const { command, args, cwd, env, output } = options;
  const child = spawn('/bin/sh', ['-c', HOLD, command, ...args], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', output, output, 'pipe']
  });
  const exited = new Promise<Exit>(resolve => {
    child.on('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  await once(child, 'spawn');
  child.unref();
  const gate = child.stdio[3] as Writable;
  gate.on('error', () => {
    // The process ended while it was held; `exited` tells so.
  });
  const info =
    child.pid === undefined ? undefined : await processInfo(child.pid);
  if (!info) {
    throw new Error('The server ended before it began.');
  }
  return { id: info, exited, release: () => gate.end('go\n') };
}
