import { Failed } from '../errors.ts';

/** What is ours on a volume; never inside a project. */
export const OWN = '.jupyterlab-projects';

/** What most file systems take as one name. */
const MAX_BYTES = 255;

/**
 * Refuse a name that is not one visible entry of a folder. Odd names (spaces, a
 * leading dash, quotes) are fine: no shell ever reads them.
 */
export function checkName(name: string): string {
  if (
    name === '' ||
    name.startsWith('.') ||
    /[/\0]/.test(name) ||
    /\p{Surrogate}/u.test(name) ||
    Buffer.byteLength(name) > MAX_BYTES
  ) {
    throw new Failed(
      'invalid-request',
      `${JSON.stringify(name.slice(0, 80))} cannot be the name of a folder.`,
      { field: 'name' }
    );
  }
  return name;
}
