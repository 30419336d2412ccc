import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { systemCode } from './volume-failure.ts';

/** Codes for no file: there is nothing, a link or a device in its place. */
const NO_FILE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO']);
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

/**
 * Read a file that a user may have put there; `undefined` where it is no plain
 * file, or longer than `limit` bytes.
 */
export async function readSmallFile(
  path: string,
  limit: number
): Promise<string | undefined> {
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(
    (error: unknown) => {
      if (NO_FILE.has(systemCode(error) ?? '')) {
        return undefined;
      }
      throw error;
    }
  );
  if (!file) {
    return undefined;
  }
  try {
    const stats = await file.stat();
    return stats.isFile() && stats.size <= limit
      ? await file.readFile('utf8')
      : undefined;
  } finally {
    await file.close();
  }
}
