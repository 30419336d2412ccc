import { lstat, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { execa } from 'execa';
import { Failed } from '../errors.ts';
import { systemCode } from './volume-failure.ts';

/** A disk that takes longer than this is broken. */
const TIMEOUT = 5 * 60_000;

/**
 * Write all of a tree to the disk. One `sync` of its file system is far quicker
 * than an `fsync` of each of thousands of files.
 */
export async function syncTree(path: string): Promise<void> {
  await run('sync', ['-f', '--', path]);
}

/**
 * Rename a folder to a name that must be free; says whether it did. A plain
 * rename(2) would replace an empty folder of that name, and a plain `mv` would
 * nest into it.
 */
export async function moveWithoutReplacing(
  from: string,
  to: string
): Promise<boolean> {
  const { ino, dev } = await lstat(from);
  if ((await lstat(dirname(to))).dev !== dev) {
    // Then `mv` would copy, and a copy can be seen half done.
    throw unavailable(`${from} and ${to} are on different file systems.`);
  }
  await (process.platform === 'linux' ? moveOnLinux : moveElsewhere)(from, to);
  const arrived = await lstat(to).catch(() => undefined);
  return arrived?.ino === ino && arrived.dev === dev;
}

/** GNU mv calls renameat2 with RENAME_NOREPLACE, which Node does not offer. */
async function moveOnLinux(from: string, to: string): Promise<void> {
  try {
    await run('mv', ['-T', '-n', '--', from, to]);
  } catch (error) {
    // Some versions call it a failure that the name is taken.
    if ((await lstat(to).catch(() => undefined)) === undefined) {
      throw error;
    }
  }
}

/** Between look and rename only an empty folder could be replaced. */
async function moveElsewhere(from: string, to: string): Promise<void> {
  const there = await lstat(to).catch(() => undefined);
  if (there !== undefined) {
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

async function run(command: string, args: string[]): Promise<void> {
  const result = await execa(command, args, {
    reject: false,
    timeout: TIMEOUT,
    env: { LC_ALL: 'C' }
  });
  if (!result.failed) {
    return;
  }
  if (/No space left|quota exceeded/i.test(result.stderr)) {
    throw new Failed('disk-full', 'The disk is full: free some space.', {
      cause: result,
      actions: ['free-space']
    });
  }
  throw unavailable(`${command} failed.`, result);
}

function unavailable(detail: string, cause?: unknown): Failed {
  return new Failed('volume-unavailable', detail, { cause });
}
