import { chmod, constants, lstat, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Failed } from '../base/errors.ts';
import { tool } from './tools.ts';
import { systemCode, unavailable } from './volume-failure.ts';

/** A flag of Linux without a name in Node: opens nothing, so it cannot wait. */
const O_PATH = 0o10000000;
const SET_ID = 0o6000;
/** Each round handles as many entries as one answer of `find` holds. */
const ROUNDS = 100;

const SPECIAL = ['-type', 'b', '-o', '-type', 'c', '-o', '-type', 'p'];
const SEARCH = [
  ...['(', ...SPECIAL, '-o', '-type', 's', '-o'],
  ...['(', '-type', 'f', '(', '-perm', '-4000', '-o', '-perm', '-2000', ')'],
  ...[')', ')', '-print0']
];

/**
 * Make a folder that somebody else filled fit to be a project: no program runs
 * as its owner or group, and devices, pipes and sockets are refused, or removed
 * from a copy of what the user has already. Links stay what they are. (Folders
 * keep their set-group-id bit: it only says which group new files get.)
 */
export async function sanitise(
  folder: string,
  special: 'refuse' | 'remove',
  signal?: AbortSignal
): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const paths = await suspects(folder, signal);
    if (paths.length === 0) {
      return;
    }
    for (const path of paths) {
      const parts = path.split('/').filter(part => part !== '.');
      await below(folder, parts, file => clean(file, parts.join('/'), special));
    }
  }
  throw new Failed(
    'unsupported-environment',
    'The folder holds too many devices, pipes, sockets or set-user-id programs.'
  );
}

/** Find suspects with `find`: it walks a million files in two seconds. */
async function suspects(
  folder: string,
  signal?: AbortSignal
): Promise<string[]> {
  const found = await tool('find', ['-P', '.', ...SEARCH], {
    signal,
    cwd: folder
  });
  if (found.code !== 0) {
    throw unavailable('The folder cannot be read whole.', found.stderr);
  }
  // The text after the last NUL was cut off, and is found in the next round.
  return found.stdout.split('\0').slice(0, -1);
}

async function clean(
  path: string,
  shown: string,
  special: 'refuse' | 'remove'
): Promise<void> {
  const stats = await lstat(path).catch(gone);
  if (!stats || stats.isSymbolicLink() || stats.isDirectory()) {
    return;
  }
  if (stats.isFile()) {
    await withoutSetId(path);
  } else if (special === 'remove') {
    await unlink(path);
  } else {
    throw new Failed(
      'unsupported-environment',
      `${JSON.stringify(shown)} is a device, a pipe or a socket. A project cannot hold one: remove it from the image's home.`,
      { file: shown, values: { file: shown } }
    );
  }
}

/** Change the very file that was looked at, wherever its name leads by now. */
async function withoutSetId(path: string): Promise<void> {
  const how = process.platform === 'linux' ? O_PATH : constants.O_RDONLY;
  const file = await open(path, how | constants.O_NOFOLLOW);
  try {
    const { mode } = await file.stat();
    await (process.platform === 'linux'
      ? chmod(`/proc/self/fd/${String(file.fd)}`, mode & ~SET_ID & 0o7777)
      : file.chmod(mode & ~SET_ID & 0o7777));
  } finally {
    await file.close();
  }
}

/**
 * Work on an entry by a path that cannot be led elsewhere meanwhile: each
 * folder on the way is held open, and none of them may be a link.
 */
export async function below(
  folder: string,
  parts: readonly string[],
  work: (path: string) => Promise<void>
): Promise<void> {
  const [name, ...rest] = parts;
  if (name === undefined) {
    return;
  }
  const held = await open(
    folder,
    constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW
  ).catch(gone);
  if (!held) {
    return;
  }
  try {
    const here =
      process.platform === 'linux'
        ? `/proc/self/fd/${String(held.fd)}`
        : folder;
    const next = join(here, name);
    await (rest.length === 0 ? work(next) : below(next, rest, work));
  } finally {
    await held.close();
  }
}

/** Ignore an entry that was removed, or swapped for a link: it is gone. */
function gone(error: unknown): undefined {
  if (!['ENOENT', 'ELOOP', 'ENOTDIR'].includes(systemCode(error) ?? '')) {
    throw error;
  }
}
