import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OWN } from './folder-name.ts';
import { lookAt } from './move.ts';
import { none, removeTree, requireFolder } from './tree.ts';

/** No copy takes that long: an older one was left by a crash. */
const OLD_MS = 24 * 60 * 60_000;

/**
 * Remove the rest of fills and copies that were cut off. Files that a move of
 * outside files left there are kept: its journal tells their way back.
 */
export async function removeOldPartials(
  root: string,
  now: number
): Promise<void> {
  const own = join(root, OWN);
  const partial = join(own, 'partial');
  for (const folder of [own, partial]) {
    if ((await lookAt(folder)) === undefined) {
      return;
    }
    // A link could lead to files that are not ours.
    await requireFolder(folder);
  }
  const names = await readdir(partial);
  // Read after the names: a move writes its journal before it moves a file.
  const journals = await readdir(join(own, 'moves')).catch(none);
  const moves = new Set(journals.map(file => file.split('.json')[0]));
  for (const name of names.filter(one => !moves.has(one))) {
    const path = join(partial, name);
    // Not mtime, which a copy sets to that of the image.
    const changed = (await lookAt(path))?.ctimeMs ?? now;
    if (now - changed > OLD_MS) {
      await removeTree(path);
    }
  }
}
