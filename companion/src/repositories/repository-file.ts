import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Failed } from '../base/errors.ts';

/** A first line that is longer names no program. */
const FIRST_LINE_BYTES = 4096;

/**
 * Read a file of the repository in `folder`; `undefined` where there is none,
 * where a link leads out of the repository, and where it is no plain file. A
 * file above `limit` bytes is refused before anything of it is read.
 */
export function readText(
  folder: string,
  path: string,
  limit: number
): Promise<string | undefined> {
  return inside(folder, path, async (file, { size }) => {
    requireSize(path, size, limit);
    return file.readFile('utf8');
  });
}

/** Read the first line of such a file, however long the file is. */
export function readFirstLine(
  folder: string,
  path: string
): Promise<string | undefined> {
  return inside(folder, path, async file => {
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(FIRST_LINE_BYTES)
    );
    const [line = ''] = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/, 1);
    return line;
  });
}

/** Refuse a file longer than people write: it would hold up everybody. */
export function requireSize(path: string, bytes: number, limit: number): void {
  if (bytes > limit) {
    throw new Failed(
      'unsupported-environment',
      `${path} has ${inMegabytes(bytes)} MB. At most ${inMegabytes(limit)} MB are read.`,
      {
        file: path,
        values: {
          file: path,
          bytes: String(bytes),
          limit: String(limit),
          reason: 'size'
        }
      }
    );
  }
}

async function inside<T>(
  folder: string,
  path: string,
  read: (file: FileHandle, stats: Stats) => Promise<T>
): Promise<T | undefined> {
  const file = await openInside(folder, path);
  try {
    const stats = await file?.stat();
    return file && stats?.isFile() ? await read(file, stats) : undefined;
  } finally {
    await file?.close();
  }
}

/** Open a file inside the folder, without waiting for a pipe's writer. */
async function openInside(
  folder: string,
  path: string
): Promise<FileHandle | undefined> {
  try {
    const real = await realpath(join(folder, path));
    return real.startsWith((await realpath(folder)) + sep)
      ? await open(
          real,
          constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW
        )
      : undefined;
  } catch {
    return undefined;
  }
}

function inMegabytes(bytes: number): string {
  return (Math.ceil(bytes / 1e5) / 10).toString();
}
