/** Escapes of characters that structure a path: slashes, dots, controls. */
const ESCAPES = /%(?:2f|5c|2e|25|[01][0-9a-f]|7f)/i;

/**
 * True when decoding the path of a URL may change which folders it names, so
 * that two readers would see different ones.
 */
export function hidesFolders(path: string): boolean {
  return ESCAPES.test(path);
}
