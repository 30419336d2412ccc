/** Processes inside pods, which the machine of the tests sees as its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Those whose command line has `word` and whose environment has `value`. */
export function podProcesses(word: string, value: string): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(
      pid =>
        words(pid, 'cmdline').includes(word) &&
        words(pid, 'environ').some(entry => entry.includes(value))
    )
    .map(Number);
}

function words(pid: string, file: string): string[] {
  try {
    return readFileSync(join('/proc', pid, file), 'utf8').split('\0');
  } catch {
    return [];
  }
}
