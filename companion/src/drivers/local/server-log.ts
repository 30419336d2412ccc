import { mkdir, open, rename, stat, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from '../../volumes/volume-failure.ts';
import { printed } from '../server-output.ts';

const MAX_BYTES = 10 * 1024 ** 2;
/** More than anybody is shown. */
const READ_BYTES = 1024 ** 2;

/**
 * Begin a server's log; the one before stays as `.1`. A file, not a pipe: the
 * server writes to it, too, while no companion runs.
 */
export async function openLog(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rename(path, `${path}.1`).catch(ignoreMissing);
  return open(path, 'a', 0o600);
}

/** Cut a log that grew too long to its last part; writers append, and go on. */
export async function capLog(path: string, max = MAX_BYTES): Promise<void> {
  const size = (await stat(path).catch(ignoreMissing))?.size ?? 0;
  if (size <= max) {
    return;
  }
  const kept = await readEnd(path, Math.floor(max / 4));
  await truncate(path);
  const file = await open(path, 'a');
  await file.write(kept.subarray(kept.indexOf('\n') + 1));
  await file.close();
}

/** Return the last that the server printed. */
export async function readLog(path: string, secret: string): Promise<string> {
  return printed((await readEnd(path, READ_BYTES)).toString('utf8'), secret);
}

async function readEnd(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path).catch(ignoreMissing);
  if (!file) {
    return Buffer.alloc(0);
  }
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - bytes);
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(size - start),
      position: start
    });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function ignoreMissing(error: unknown): undefined {
  if (systemCode(error) !== 'ENOENT') {
    throw error;
  }
}
