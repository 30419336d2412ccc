/** Escapes of what structures a path: a slash, a dot, a control character. */
const ESCAPES = /%(?:2f|5c|2e|25|[01][0-9a-f]|7f)/i;

/**
 * Whether who decodes the path of a URL may find other folders in it than who
 * reads it as it is.
 */
export function hidesFolders(path: string): boolean {
  return ESCAPES.test(path);
}
