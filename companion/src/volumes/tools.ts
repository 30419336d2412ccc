import { spawn } from 'node:child_process';
import { Failed } from '../base/errors.ts';
import { diskFull, unavailable } from './volume-failure.ts';

/** Characters that are kept of a tool's output. */
const KEPT = 64 * 1024;

export interface ToolResult {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Run one of the system's file tools, without a shell: they walk a tree that
 * changes meanwhile without being led out of it, and far faster than we. Ends
 * it when `signal` aborts. `execa` would cost a tenth of the agent's memory.
 */
export function tool(
  command: string,
  args: readonly string[],
  options: { readonly signal?: AbortSignal | undefined; cwd?: string } = {}
): Promise<ToolResult> {
  const { signal, cwd } = options;
  if (signal?.aborted) {
    // Once begun, the tool might be done before it is ended.
    return Promise.reject(interrupted());
  }
  return new Promise((resolve, reject) => {
    // `env` keeps the path and sets the language that failures are told in.
    const child = spawn('env', ['LC_ALL=C', command, ...args], {
      ...{ cwd, signal, killSignal: 'SIGKILL' as const },
      stdio: ['ignore', 'pipe', 'pipe']
    });
    const stdout = kept(child.stdout);
    const stderr = kept(child.stderr);
    child.once('error', error => {
      reject(signal?.aborted ? interrupted() : error);
    });
    child.once('close', code => {
      if (signal?.aborted) {
        reject(interrupted());
      } else {
        resolve({ code, stdout: stdout(), stderr: stderr() });
      }
    });
  });
}

/** Run a tool; anything but success is a failure. */
export async function run(
  command: string,
  args: readonly string[],
  options: { readonly signal?: AbortSignal | undefined } = {}
): Promise<ToolResult> {
  const result = await tool(command, args, options);
  if (result.code === 0) {
    return result;
  }
  if (/No space left|quota exceeded/i.test(result.stderr)) {
    throw diskFull(result.stderr);
  }
  throw unavailable(`${command} failed.`, result.stderr);
}

function kept(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text = (text + chunk).slice(0, KEPT);
  });
  return () => text;
}

function interrupted(): Failed {
  return new Failed('interrupted', 'The file work was ended.');
}
