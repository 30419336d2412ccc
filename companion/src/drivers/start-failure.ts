import type { Action } from '../contract/contract.ts';
import { Failed } from '../base/errors.ts';
import { volumeFailure } from '../volumes/volume-failure.ts';
import { KernelFailure } from './kernel-check.ts';
import { PanelMissing } from './panel.ts';
import { lastLines, withLog } from './server-output.ts';
import type { ServerRef } from './server-ref.ts';

/** The end of a process: it has a code or a signal. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** The part that a start has reached: the server itself, or a kernel in it. */
export type StartPart = 'server' | 'kernel';

/** The process ended by itself. */
export class ServerExited extends Error {
  override name = 'ServerExited';
  readonly exit: Exit;

  constructor(exit: Exit) {
    super('The server ended.');
    this.exit = exit;
  }
}

export function runsAlready({ name }: ServerRef): Failed {
  return new Failed('project-busy', `The server ${name} runs already.`);
}

/** Lines from the end of a log in which a kernel's own words are looked for. */
const KERNEL_LINES = 200;

/** Put a failed start into words for people; `tail` is the end of its `log`. */
export function startFailure(
  error: unknown,
  tail: string[],
  log: string
): unknown {
  if (error instanceof Failed) {
    return error;
  }
  if (error instanceof ServerExited) {
    return exited(error, tail);
  }
  if (error instanceof KernelFailure) {
    const sentence = 'JupyterLab runs, but its kernel did not start';
    // The server tells of a kernel that has died by long tracebacks of its own,
    // which are indented.
    const lines = lastLines(log, KERNEL_LINES);
    const found = reasonIn(lines.filter(line => !/^\s/.test(line)));
    return withReason(sentence, error, tail, { part: 'kernel' }, found);
  }
  if (error instanceof PanelMissing) {
    return new Failed('server-exited', error.message, {
      cause: error,
      values: { part: 'panel' },
      ...shown(tail)
    });
  }
  return volumeFailure(error);
}

/** Tell why a ready server ended; `undefined` when it did so in order. */
export function serverEnd(exit: Exit, log: string): Failed | undefined {
  return exit.code === 0
    ? undefined
    : withLog(exited(new ServerExited(exit), lastLines(log)), log);
}

function exited(cause: ServerExited, tail: string[]): Failed {
  if (isDiskFull(tail)) {
    return new Failed('disk-full', 'The disk is full: free some space.', {
      cause,
      logTail: tail,
      actions: ['free-space', 'retry', 'view-log', 'stay']
    });
  }
  const { code, signal } = cause.exit;
  const how =
    signal === null
      ? `stopped with exit code ${String(code)}`
      : `was ended by ${signal}`;
  const values = {
    part: 'server',
    ...(signal === null ? { exitCode: String(code) } : { signal })
  };
  return withReason(`JupyterLab ${how}`, cause, tail, values, reasonIn(tail));
}

function withReason(
  sentence: string,
  cause: Error,
  tail: string[],
  values: Record<string, string>,
  found: Reason | undefined
): Failed {
  const detail = found ? `${sentence}: ${found.reason}.` : `${sentence}.`;
  return new Failed('server-exited', detail, {
    cause,
    values: { ...values, ...found },
    ...shown(tail)
  });
}

/** Make the failure of a start whose signal was aborted for `reason`. */
export function abortFailure(
  reason: unknown,
  part: StartPart,
  tail: string[]
): Failed {
  if (reason instanceof Failed) {
    return reason;
  }
  if (isTimeout(reason)) {
    const detail =
      part === 'server'
        ? 'JupyterLab did not answer in time.'
        : 'JupyterLab runs, but its kernel did not answer in time.';
    const values = { part };
    return new Failed('server-timeout', detail, { values, ...shown(tail) });
  }
  return new Failed('interrupted', 'The start was cancelled.', {
    cause: reason
  });
}

/** True for the `TimeoutError` of a deadline, whose class has no name here. */
function isTimeout(reason: unknown): boolean {
  return (
    reason !== null &&
    typeof reason === 'object' &&
    'name' in reason &&
    reason.name === 'TimeoutError'
  );
}

function shown(logTail: string[]) {
  const actions: Action[] = ['retry', 'view-log', 'stay'];
  return { logTail, actions };
}

function isDiskFull(tail: string[]): boolean {
  return tail.some(line => /No space left on device/i.test(line));
}

/** The cause of a failure, as values of a sentence. */
interface Reason {
  readonly reason: string;
  readonly module?: string;
}

/** Find the cause that a traceback ends with, as values of a sentence. */
export function reasonIn(tail: string[]): Reason | undefined {
  for (const line of tail.toReversed()) {
    const module = /No module named '?([\w.]+)'?/.exec(line)?.[1];
    if (module !== undefined) {
      return { reason: `no module named "${module}"`, module };
    }
    const error = /^\s*(?:\w+\.)*(\w*(?:Error|Exception)): (.+)$/.exec(line);
    if (error) {
      return { reason: `${error[1] ?? ''}: ${error[2] ?? ''}` };
    }
  }
  return undefined;
}
