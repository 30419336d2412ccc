/** Processes inside pods, which the machine of the tests sees as its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Find processes with `word` as an argument and `value` in the environment. */
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
