import { Failed } from '../base/errors.ts';
import type { Source } from '../contract/contract.ts';
import type { Git, GitOptions } from './git.ts';
import { isFullCommit } from './refs.ts';
import type { Remote } from './remotes.ts';
import { requireSize } from './repository-file.ts';

/** A repository that is to be put into the folder `cwd`. */
export interface Checkout extends GitOptions {
  readonly git: Git;
  readonly remote: Remote;
  readonly source: Source;
}

/** Files that decide what is built, and folders that may hold them. */
const LISTED = ['./', 'binder/', '.binder/'];

/** Room for some hundred thousand names, which are read in one go. */
const LIST_LIMIT = 32_000_000;

/** Says which files are looked at, and how long each may be, in bytes. */
export interface Wanted {
  includes(path: string): boolean;
  limit(path: string): number;
}

/** A file in the output of `git ls-tree`. */
interface Entry {
  readonly path: string;
  readonly blob: string;
  /** In bytes; NaN unless it was asked for. */
  readonly size: number;
}

/** List all paths at the top, and in the folders that may hold such files. */
export async function listTop(checkout: Checkout): Promise<string[]> {
  return (await topOf(checkout)).map(({ path }) => path);
}

/** List them, and check out those that are `wanted`, for a look. */
export async function checkOutTop(
  checkout: Checkout,
  wanted: Wanted
): Promise<string[]> {
  const { git, source } = checkout;
  const files = await topOf(checkout);
  const read = files.filter(({ path }) => wanted.includes(path));
  if (read.length > 0) {
    const paths = read.map(({ path }) => path);
    await fetchFiles(checkout, read);
    for (const { path, size } of await filesOf(checkout, paths, ['--long'])) {
      requireSize(path, size, wanted.limit(path));
    }
    await git.run(
      ['checkout', '--quiet', source.commit, '--', ...paths],
      checkout
    );
  }
  return files.map(({ path }) => path);
}

async function topOf(checkout: Checkout): Promise<Entry[]> {
  await fetchCommit(checkout, 'blob:none');
  return filesOf(checkout, LISTED);
}

async function filesOf(
  checkout: Checkout,
  paths: readonly string[],
  options: readonly string[] = []
): Promise<Entry[]> {
  const { git, source } = checkout;
  const { stdout } = await git.run(
    ['ls-tree', '-z', ...options, source.commit, '--', ...paths],
    { ...checkout, limit: LIST_LIMIT }
  );
  return stdout.split('\0').flatMap(entry => {
    const [about = '', path = ''] = entry.split('\t');
    const [, type, blob = '', size] = about.split(/ +/);
    return type === 'blob' ? [{ path, blob, size: Number(size) }] : [];
  });
}

/**
 * Fetch files that were left out, in one request and without unpacking: a few
 * bytes may be gigabytes. If that fails, git asks for each when it is needed.
 */
async function fetchFiles(
  checkout: Checkout,
  files: readonly Entry[]
): Promise<void> {
  await checkout.git.test(
    [
      ...['fetch', '--quiet', '--no-tags', '--no-write-fetch-head'],
      ...['--filter=blob:none', '--', 'origin'],
      ...files.map(({ blob }) => blob)
    ],
    checkout
  );
}

/** Check out all files of the commit, without its history, for a build. */
export async function checkOutCommit(checkout: Checkout): Promise<void> {
  const { git, source } = checkout;
  await fetchCommit(checkout, undefined);
  await git.run(
    ['checkout', '--quiet', '--detach', source.commit, '--'],
    checkout
  );
}

/**
 * Clone as a person does: with the history, `origin` as it was pasted, and the
 * branch checked out where the ref is one.
 */
export async function clone(checkout: Checkout): Promise<void> {
  const { git, remote, source } = checkout;
  const named = isFullCommit(source.ref)
    ? ['--no-checkout']
    : ['--branch', source.ref];
  const args = ['clone', '--quiet', '--template=', ...named];
  await git.run([...args, '--', remote.url, '.'], checkout);
  if (remote.url !== source.url) {
    await git.run(['remote', 'set-url', 'origin', '--', source.url], checkout);
  }
  if (isFullCommit(source.ref) || !(await isAt(checkout))) {
    await moveTo(checkout);
  }
}

/** Go to the commit: the ref has moved on since, or was a commit all along. */
async function moveTo(checkout: Checkout): Promise<void> {
  const { git, remote, source } = checkout;
  if (!(await has(checkout, source.commit))) {
    await git.run(
      ['fetch', '--quiet', '--', remote.url, source.commit],
      checkout
    );
  }
  const upstream = `refs/remotes/origin/${source.ref}`;
  const branch = await git.test(
    ['show-ref', '--quiet', '--verify', upstream],
    checkout
  );
  const how = branch ? ['-B', source.ref] : ['--detach'];
  await git.run(['checkout', '--quiet', ...how, source.commit, '--'], checkout);
}

async function isAt({ git, source, cwd, signal }: Checkout): Promise<boolean> {
  const { stdout } = await git.run(['rev-parse', 'HEAD'], { cwd, signal });
  return stdout.trim() === source.commit;
}

/** Fetch the commit by its id; old servers take only names: all branches. */
async function fetchCommit(
  checkout: Checkout,
  filter: 'blob:none' | undefined
): Promise<void> {
  const { git, source } = checkout;
  try {
    await git.fetchCommit(source.commit, filter, checkout);
  } catch (error) {
    if (!(error instanceof Failed) || error.code !== 'ref-not-found') {
      throw error;
    }
    if (filter !== undefined) {
      // A server of plain files would be asked for the omitted files again and
      // again, even by a fetch that omits nothing.
      await git.run(['config', '--remove-section', 'remote.origin'], checkout);
    }
    await fetchAll(checkout);
    if (!(await has(checkout, source.commit))) {
      throw error;
    }
  }
}

async function fetchAll(checkout: Checkout): Promise<void> {
  const { git, remote } = checkout;
  await git.run(
    [
      ...['fetch', '--quiet', '--', remote.url],
      ...['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*']
    ],
    checkout
  );
}

function has(checkout: Checkout, commit: string): Promise<boolean> {
  const { git, cwd, signal } = checkout;
  return git.test(['cat-file', '-e', `${commit}^{commit}`], { cwd, signal });
}
