import type { V1ContainerStateTerminated } from '@kubernetes/client-node';
import { Failed } from '../../base/errors.ts';
import { startFailure, ServerExited } from '../start-failure.ts';
import { LAUNCH_CODES } from './own-image.ts';

/** Reasons and sentences for the exit codes of `launch` and `fill`. */
const LACKS: ReadonlyMap<number, { reason: string; sentence: string }> =
  new Map([
    [
      LAUNCH_CODES.noJupyter,
      {
        reason: 'no-jupyter',
        sentence:
          'The image has no Jupyter. Add jupyterlab to its requirements, then rebuild.'
      }
    ],
    [
      LAUNCH_CODES.noLab,
      {
        reason: 'no-jupyterlab',
        sentence:
          'The image has no JupyterLab. Add jupyterlab to its requirements, then rebuild.'
      }
    ],
    [
      LAUNCH_CODES.unreadable,
      {
        reason: 'unreadable',
        sentence: 'The image holds files that its user may not read.'
      }
    ]
  ]);
const SIGNALS: ReadonlyMap<number, string> = new Map([
  [9, 'SIGKILL'],
  [15, 'SIGTERM']
]);

/** Tell why a container of a project's image ended before it was ready. */
export function exitCause(
  { exitCode, reason, message }: V1ContainerStateTerminated,
  log: string[]
): unknown {
  const logTail = log.length > 0 ? log : lines(message);
  const lacks = LACKS.get(exitCode);
  if (lacks !== undefined) {
    return new Failed('unsupported-environment', lacks.sentence, {
      values: { reason: lacks.reason },
      logTail,
      actions: ['view-log', 'stay']
    });
  }
  if (exitCode === LAUNCH_CODES.full) {
    return new Failed('disk-full', 'Your volume is full: free some space.', {
      logTail,
      actions: ['free-space', 'retry', 'stay']
    });
  }
  if (exitCode === LAUNCH_CODES.notCopied) {
    const detail = "The image's files could not be copied.";
    return new Failed('server-exited', detail, {
      values: { part: 'files' },
      logTail,
      actions: ['retry', 'view-log', 'stay']
    });
  }
  if (reason === 'OOMKilled') {
    return new Failed('server-exited', 'It was ended: it needs more memory.', {
      values: { part: 'server', reason: 'out of memory' },
      logTail,
      actions: ['retry', 'view-log', 'stay']
    });
  }
  if (reason === 'StartError' || reason === 'ContainerCannotRun') {
    return new Failed('unsupported-environment', notStartable(message), {
      values: { reason: 'entry-point' },
      logTail,
      actions: ['view-log', 'stay']
    });
  }
  const signal = exitCode > 128 ? SIGNALS.get(exitCode - 128) : undefined;
  const exit = signal
    ? { code: null, signal }
    : { code: exitCode, signal: null };
  return startFailure(new ServerExited(exit), logTail, '');
}

function notStartable(message = ''): string {
  const said = /exec: "([^"]+)": ([^:]+)/.exec(message);
  return said
    ? `The image cannot start: its entry point ${said[1] ?? ''} fails.`
    : 'The image cannot start: its entry point fails.';
}

function lines(message = ''): string[] {
  return message.split('\n').filter(Boolean).slice(-20);
}
