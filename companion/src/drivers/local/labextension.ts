import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rename } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Failed } from '../../base/errors.ts';
import { LABEXTENSION } from '../panel.ts';

/**
 * Copy the panel to where servers find it, unless it is there already. Running
 * servers serve the copy: new files come beside the old, and `package.json`,
 * which names the one to load, comes last and whole.
 */
export async function refreshLabextension(
  from: string,
  share: string
): Promise<void> {
  const to = join(share, 'labextensions', LABEXTENSION);
  const wanted = await digests(from);
  if (wanted.get('package.json') === undefined) {
    throw new Failed('internal', `The labextension is not built: ${from}.`);
  }
  const there = await digests(to);
  if ([...wanted].every(([file, digest]) => there.get(file) === digest)) {
    return;
  }
  const manifest = join(from, 'package.json');
  await cp(from, to, {
    recursive: true,
    dereference: true,
    filter: source => source !== manifest
  });
  await cp(manifest, join(to, '.package.json'), { dereference: true });
  await rename(join(to, '.package.json'), join(to, 'package.json'));
}

/** Hash each file of a folder, by its path; none where there is no folder. */
async function digests(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true
  }).catch(() => []);
  const files = entries.filter(entry => !entry.isDirectory());
  const found = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    const digest = createHash('sha256').update(await readFile(path));
    return [relative(folder, path), digest.digest('hex')] as const;
  });
  return new Map(await Promise.all(found));
}
