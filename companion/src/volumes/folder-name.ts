import { Failed } from '../base/errors.ts';

/** What is ours on a volume; never inside a project. */
export const OWN = '.jupyterlab-projects';

/** What belongs to the person and not to a project (DESIGN.md 2). */
const USER = '.user';

/** A file system's own. */
const LOST_FOUND = 'lost+found';

/** What most file systems take as one name. */
const MAX_BYTES = 255;

/**
 * Refuse a name that is not one visible entry of a folder. Odd names (spaces, a
 * leading dash, quotes) are fine: no shell ever reads them.
 */
export function checkName(name: string): string {
  if (name.startsWith('.')) {
    throw wrong(name);
  }
  return checkEntry(name);
}

/** The same for what may be hidden, but not for what is ours. */
export function checkEntry(name: string): string {
  if (
    ['', '.', '..'].includes(name) ||
    isReserved(name) ||
    /[/\0]/.test(name) ||
    /\p{Surrogate}/u.test(name) ||
    Buffer.byteLength(name) > MAX_BYTES
  ) {
    throw wrong(name);
  }
  return name;
}

/** Entries of a root that are nobody's project and nobody's to move. */
export function isReserved(name: string): boolean {
  return (
    name === OWN ||
    name === USER ||
    name === LOST_FOUND ||
    // A network file system's, for files that were deleted while open.
    name.startsWith('.nfs')
  );
}

function wrong(name: string): Failed {
  return new Failed(
    'invalid-request',
    `${JSON.stringify(name.slice(0, 80))} cannot be the name of a folder.`,
    { field: 'name' }
  );
}
