import { lstat, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { run } from './tools.ts';
import {
  nameTaken,
  nothingThere,
  systemCode,
  unavailable
} from './volume-failure.ts';

/** A disk that takes longer than this is broken. */
const TIMEOUT = 5 * 60_000;

/**
 * Write all of a tree to the disk. One `sync` of its file system is far quicker
 * than an `fsync` of each of thousands of files.
 */
export async function syncTree(path: string): Promise<void> {
  await run('sync', ['-f', '--', path], {
    signal: AbortSignal.timeout(TIMEOUT)
  });
}

/** Rename an entry that must be there to a name that must be free. */
export async function move(from: string, to: string): Promise<void> {
  if ((await lookAt(from)) === undefined) {
    throw nothingThere(basename(from));
  }
  if (!(await moveWithoutReplacing(from, to))) {
    throw nameTaken(basename(to));
  }
}

/**
 * Rename a folder to a name that must be free; true when it did. A plain
 * rename(2) would replace an empty folder of that name, and a plain `mv` would
 * nest into it.
 */
export async function moveWithoutReplacing(
  from: string,
  to: string
): Promise<boolean> {
  const { ino, dev } = await lstat(from);
  if ((await lstat(dirname(to))).dev !== dev) {
    // Here `mv` would copy, and a copy can be seen half done.
    throw unavailable(`${from} and ${to} are on different file systems.`);
  }
  await (process.platform === 'linux' ? moveOnLinux : moveElsewhere)(from, to);
  const arrived = await lookAt(to);
  return arrived?.ino === ino && arrived.dev === dev;
}

/** Call GNU mv: Node does not offer renameat2 with RENAME_NOREPLACE. */
async function moveOnLinux(from: string, to: string): Promise<void> {
  try {
    await run('mv', ['-T', '-n', '--', from, to], {
      signal: AbortSignal.timeout(TIMEOUT)
    });
  } catch (error) {
    // Some versions fail when the name is taken.
    if ((await lookAt(to)) === undefined) {
      throw error;
    }
  }
}

/** Look, then rename: in between, only an empty folder could be replaced. */
async function moveElsewhere(from: string, to: string): Promise<void> {
  if ((await lookAt(to)) !== undefined) {
    return;
  }
  try {
    await rename(from, to);
  } catch (error) {
    const taken = ['EEXIST', 'ENOTDIR', 'ENOTEMPTY'];
    if (!taken.includes(systemCode(error) ?? '')) {
      throw error;
    }
  }
}

/** Look at a path, never following a link; `undefined` for nothing. */
export async function lookAt(path: string) {
  try {
    return await lstat(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
