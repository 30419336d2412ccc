import { stripVTControlCharacters } from 'node:util';
import { Failed } from '../base/errors.ts';

const MAX_CHARACTERS = 256 * 1024;
const TAIL_LINES = 20;
const LINE_LENGTH = 500;

/** The end of what a server printed, in whole lines and without its secret. */
export function printed(text: string, secret: string): string {
  const clean = text.replaceAll(secret, '…');
  const end = clean.slice(-MAX_CHARACTERS);
  return end === clean ? clean : end.slice(end.indexOf('\n') + 1);
}

/** The last lines that say something, for people: no colours. */
export function lastLines(output: string): string[] {
  return stripVTControlCharacters(output.slice(-TAIL_LINES * LINE_LENGTH * 2))
    .split(/\r?\n/)
    .map(line => line.slice(0, LINE_LENGTH).trimEnd())
    .filter(line => line !== '')
    .slice(-TAIL_LINES);
}

/** A failure, with all that its server printed. */
export function withLog<T>(failure: T, log: string): T | Failed {
  return failure instanceof Failed && log !== ''
    ? new Failed(failure.code, failure.message, { ...failure.options, log })
    : failure;
}
