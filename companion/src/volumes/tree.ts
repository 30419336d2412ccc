import { mkdir, open, statfs } from 'node:fs/promises';
import { lookAt } from './move.ts';
import { run, tool } from './tools.ts';
import { diskFull, systemCode, unavailable } from './volume-failure.ts';
import type { Measure } from './volume.ts';

const LINUX = process.platform === 'linux';

/** Make a folder of ours; a link in its place could lead out of the volume. */
export async function ownFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') {
      throw error;
    }
    await requireFolder(path);
  }
}

export async function requireFolder(path: string): Promise<void> {
  const stats = await lookAt(path);
  if (!stats?.isDirectory()) {
    throw unavailable(`${path} is not a folder.`);
  }
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync().finally(() => folder.close());
}

/**
 * Remove a tree. `rm` opens each folder below the one before it, so that nobody
 * who swaps a folder for a link meanwhile makes us remove something else.
 */
export async function removeTree(
  path: string,
  signal?: AbortSignal
): Promise<void> {
  const first = await tool('rm', ['-rf', '--', path], { signal });
  if (first.code === 0) {
    return;
  }
  // Caches of some tools hold read-only folders, which keep their entries.
  await tool('chmod', ['-R', 'u+rwX', '--', path], { signal });
  await run('rm', ['-rf', '--', path], { signal });
}

/** Measure a tree, as far as it can be read; links are not followed. */
export async function measureTree(
  path: string,
  signal?: AbortSignal
): Promise<Measure> {
  const [bytes, files] = await Promise.all([
    firstNumber(tool('du', ['-sk', '--', path], { signal })),
    LINUX
      ? firstNumber(tool('du', ['-s', '--inodes', '--', path], { signal }))
      : null
  ]);
  if (bytes === null) {
    throw unavailable(`${path} cannot be measured.`);
  }
  return { bytes: bytes * 1024, files };
}

async function firstNumber(
  measured: ReturnType<typeof tool>
): Promise<number | null> {
  // `du` fails over a file that vanished meanwhile, after it counted the rest.
  const number = Number.parseInt((await measured).stdout, 10);
  return Number.isNaN(number) ? null : number;
}

/** Copy what is in a folder into another, as it is; links stay links. */
export async function copyTree(
  from: string,
  to: string,
  signal?: AbortSignal
): Promise<void> {
  const how = LINUX ? ['-a', '--reflink=auto'] : ['-pPR'];
  await run('cp', [...how, '--', `${from}/.`, to], { signal });
}

/** Refuse a copy that would not fit and leave a little free. */
export async function requireRoom(
  root: string,
  { bytes, files }: Measure
): Promise<void> {
  const { bsize, bavail, blocks, ffree } = await statfs(root);
  const needed = bytes + Math.min(blocks * bsize * 0.01, 50 * 2 ** 20);
  const free = bavail * bsize;
  const room = ffree === 0 || files === null || files < ffree;
  if (needed > free || !room) {
    throw diskFull({ needed: bytes, free, files, ffree });
  }
}

/** Return no names for a folder of ours that nobody needed yet. */
export function none(error: unknown): string[] {
  if (systemCode(error) !== 'ENOENT') {
    throw error;
  }
  return [];
}
