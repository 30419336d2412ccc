/** Files on a claim of the tests' class, as the machine sees them. */
import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster, Namespace } from '../cluster/cluster.ts';

/** Return the folder of a bound claim on this machine. */
export async function claimFolder(
  cluster: Cluster,
  space: Namespace,
  claim: string
): Promise<string> {
  const volume = await space.kubectl([
    ...['get', 'pvc', claim, '-o', 'jsonpath={.spec.volumeName}']
  ]);
  return await cluster.kubectl([
    ...['get', 'pv', volume, '-o', 'jsonpath={.spec.hostPath.path}']
  ]);
}

/** A hash of each file, link and folder, by path. */
export type Tree = ReadonlyMap<string, string>;

/** Hash a folder but for hidden entries, where tools keep their own files. */
export async function treeOf(folder: string): Promise<Tree> {
  const tree = new Map<string, string>();
  for (const name of await pathsIn(folder)) {
    if (!name.split('/').some(part => part.startsWith('.'))) {
      tree.set(name, await hashOf(join(folder, name)));
    }
  }
  return tree;
}

/** Hash each file with its owner, mode and date, but entries of these names. */
export async function everythingIn(
  folder: string,
  but: readonly string[] = []
): Promise<Tree> {
  const tree = new Map<string, string>();
  for (const name of await pathsIn(folder)) {
    if (!but.includes(name.split('/')[0] ?? '')) {
      const path = join(folder, name);
      const { uid, mode, mtimeMs } = await lstat(path);
      const about = `${String(uid)} ${mode.toString(8)} ${String(mtimeMs)}`;
      tree.set(name, `${await hashOf(path)} ${about}`);
    }
  }
  return tree;
}

/** List paths, but not behind links, where a recursive `readdir` would go. */
async function pathsIn(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const all = entries.map(async entry => {
    const path = join(below, entry.name);
    return entry.isDirectory()
      ? [path, ...(await pathsIn(folder, path))]
      : [path];
  });
  return (await Promise.all(all)).flat();
}

async function hashOf(path: string): Promise<string> {
  const entry = await lstat(path);
  if (entry.isSymbolicLink()) {
    return `-> ${await readlink(path)}`;
  }
  return entry.isFile()
    ? createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
    : 'folder';
}

/** Return the paths of `before` that are not as they were. */
export function changedFiles(before: Tree, after: Tree): string[] {
  return [...before]
    .filter(([path, hash]) => after.get(path) !== hash)
    .map(([path]) => path);
}
