/** Starts the attendant for `up`: a process of Node that answers when ready. */
import { join } from 'node:path';
import { SOURCES } from './folders.ts';
import { HOST } from './network.ts';
import { launch, type Process } from './processes.ts';

export const ATTENDANT_PORT = 10290;

export function launchAttendant(): Process {
  return launch('attendant', process.execPath, [join(SOURCES, 'attendant.ts')]);
}

export async function attendantAnswers(): Promise<boolean> {
  return (await fetch(`http://${HOST}:${String(ATTENDANT_PORT)}/`)).ok;
}
