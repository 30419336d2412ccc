import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Failed } from '../base/errors.ts';
import { LineBuffer } from './line-buffer.ts';

/** A program to run, without a shell, in a process group of its own. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing of ours is added. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Called with each line that the program prints, without secrets. */
  readonly onText?: (text: string) => void;
  /** More than so many characters on standard output are a failure. */
  readonly limit?: number;
}

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  /** The last lines of both streams, without secrets. */
  readonly tail: readonly string[];
}

const TAIL_LINES = 40;
/** Patterns look for the cause of a failure in these. */
const TAIL_CHARACTERS = 2_000;
/** Even for the largest repositories, programs print less. */
const STDOUT_LIMIT = 200_000_000;
const GRACE_MS = 2000;

/**
 * Run to the end, and return any exit code. When the signal aborts, the whole
 * process group is ended and the signal's reason thrown.
 */
export async function run(command: Command): Promise<Ended> {
  const { file, args, cwd, env, limit = STDOUT_LIMIT } = command;
  const tooLong = new AbortController();
  const signal = AbortSignal.any([command.signal, tooLong.signal]);
  signal.throwIfAborted();
  const child = spawn(file, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe']
  });
  living.add(child);
  const text = collect(child, command.onText, size => {
    if (size > limit) {
      const detail = `${file} printed more than ${String(limit)} characters.`;
      const values = { program: file };
      tooLong.abort(new Failed('payload-too-large', detail, { values }));
    }
  });
  const stop = stopper(child);
  signal.addEventListener('abort', stop.begin, { once: true });
  try {
    const exitCode = await ended(child, file);
    signal.throwIfAborted();
    return { exitCode, ...text.end() };
  } finally {
    living.delete(child);
    signal.removeEventListener('abort', stop.begin);
    stop.dispose();
  }
}

/** Programs that run. They end with us, as their work is then for nobody. */
class Living {
  readonly #children = new Set<ChildProcess>();

  add(child: ChildProcess): void {
    this.#children.add(child);
    if (this.#children.size === 1) {
      process.on('exit', this.#end);
    }
  }

  delete(child: ChildProcess): void {
    this.#children.delete(child);
    if (this.#children.size === 0) {
      process.off('exit', this.#end);
    }
  }

  readonly #end = (): void => {
    for (const child of this.#children) {
      killGroup(child, 'SIGKILL');
    }
  };
}

const living = new Living();

function ended(child: ChildProcess, file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', cause => {
      reject(new Failed('unavailable', `${file} cannot be run.`, { cause }));
    });
    // A script's background processes would keep the pipes open.
    child.once('exit', () => {
      killGroup(child, 'SIGKILL');
    });
    child.once('close', code => {
      resolve(code ?? -1);
    });
  });
}

function collect(
  child: ChildProcess,
  onText: ((text: string) => void) | undefined,
  onSize: (size: number) => void
) {
  const stdout: string[] = [];
  let size = 0;
  const tail: string[] = [];
  const onLine = (line: string): void => {
    onText?.(`${line}\n`);
    tail.push(line.slice(0, TAIL_CHARACTERS));
    tail.splice(0, tail.length - TAIL_LINES);
  };
  const buffers = [child.stdout, child.stderr].map(stream => {
    const lines = new LineBuffer(onLine);
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lines.write(text);
      if (stream === child.stdout) {
        size += text.length;
        stdout.push(text);
        onSize(size);
      }
    });
    return lines;
  });
  return {
    end: () => {
      for (const lines of buffers) {
        lines.end();
      }
      return { stdout: stdout.join(''), tail };
    }
  };
}

/** Return how to end the group: ask first, then kill a script that is deaf. */
function stopper(child: ChildProcess) {
  let timer: NodeJS.Timeout | undefined;
  return {
    begin: () => {
      killGroup(child, 'SIGTERM');
      timer = setTimeout(() => {
        killGroup(child, 'SIGKILL');
        // A process that left the group may hold the pipes; it is left alone.
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, GRACE_MS);
    },
    dispose: () => {
      clearTimeout(timer);
    }
  };
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid !== undefined) {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // Nothing of the group is left.
    }
  }
}
