import { mkdir, open, rename, stat, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { systemCode } from '../../volumes/volume-failure.ts';

const MAX_BYTES = 10 * 1024 ** 2;
const TAIL_BYTES = 16 * 1024;
const TAIL_LINES = 20;
const LINE_LENGTH = 500;

/**
 * Begin a server's log; the one before stays as `.1`. A file, not a pipe: the
 * server writes to it, too, while no companion runs.
 */
export async function openLog(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rename(path, `${path}.1`).catch(ignoreMissing);
  return open(path, 'a', 0o600);
}

/** Keep a log that grew too long to its last part. Writers append: they go on. */
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

/** The last lines, for people: no colours, no secret. */
export async function logTail(path: string, secret: string): Promise<string[]> {
  const text = (await readEnd(path, TAIL_BYTES)).toString('utf8');
  return stripVTControlCharacters(text)
    .replaceAll(secret, '…')
    .split(/\r?\n/)
    .map(line => line.slice(0, LINE_LENGTH).trimEnd())
    .filter(line => line !== '')
    .slice(-TAIL_LINES);
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
