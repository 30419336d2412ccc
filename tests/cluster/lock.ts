/** Locks for all processes of the machine; they end when their holder ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './folders.ts';

/** Do the work while nobody else holds the lock of that name. */
export async function locked<T>(
  name: string,
  work: () => Promise<T>
): Promise<T> {
  mkdirSync(CACHE, { recursive: true });
  const script = 'echo held; exec cat >/dev/null';
  const holder = spawn(
    'flock',
    ['--wait', '1800', join(CACHE, `${name}.lock`), 'sh', '-c', script],
    { stdio: ['pipe', 'pipe', 'inherit'] }
  );
  const ended = once(holder, 'exit');
  try {
    await Promise.race([
      once(holder.stdout, 'data'),
      ended.then(() => {
        throw new Error(`Another command holds ${name} for too long.`);
      })
    ]);
    return await work();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
