import { stripVTControlCharacters } from 'node:util';
import { Failed } from '../base/errors.ts';

const MAX_CHARACTERS = 256 * 1024;
const TAIL_LINES = 20;
const LINE_LENGTH = 500;

/** Return the end of a server's output, in whole lines without its secret. */
export function printed(text: string, secret: string): string {
  const clean = text.replaceAll(secret, '…');
  const end = clean.slice(-MAX_CHARACTERS);
  return end === clean ? clean : end.slice(end.indexOf('\n') + 1);
}

/** Return the last lines that say something, without colours. */
export function lastLines(output: string, count = TAIL_LINES): string[] {
  return stripVTControlCharacters(output.slice(-count * LINE_LENGTH * 2))
    .split(/\r?\n/)
    .map(line => line.slice(0, LINE_LENGTH).trimEnd())
    .filter(line => line !== '')
    .slice(-count);
}

/** Add to a failure all that its server printed. */
export function withLog<T>(failure: T, log: string): T | Failed {
  return failure instanceof Failed && log !== ''
    ? new Failed(failure.code, failure.message, { ...failure.options, log })
    : failure;
}
