import { Failed } from '../base/errors.ts';

/** Our folder on a volume; never inside a project. */
export const OWN = '.jupyterlab-projects';

/** The folder of what belongs to the person and not a project (DESIGN.md 2). */
const USER = '.user';

/** The folder that a file system makes for itself. */
const LOST_FOUND = 'lost+found';

/** The longest name that most file systems take. */
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

/** Refuse a name like `checkName`, but allow hidden ones that are not ours. */
export function checkEntry(name: string): string {
  if (!isEntry(name) || isReserved(name)) {
    throw wrong(name);
  }
  return name;
}

/** True for a name that one entry of a folder can have, of ours as well. */
export function isEntry(name: string): boolean {
  return !(
    ['', '.', '..'].includes(name) ||
    /[/\0]/.test(name) ||
    /\p{Surrogate}/u.test(name) ||
    Buffer.byteLength(name) > MAX_BYTES
  );
}

/** True for entries of a root that are no project's, and are never moved. */
export function isReserved(name: string): boolean {
  return (
    name === OWN ||
    name === USER ||
    name === LOST_FOUND ||
    // Network file systems use it for files that were deleted while open.
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
