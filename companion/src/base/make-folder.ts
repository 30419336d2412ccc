import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Make a folder for its owner alone, and those above it. Node's own `recursive`
 * loops for ever where one above it takes no folders, as `/proc`.
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  let folder = resolve(path);
  for (; !existsSync(folder); folder = dirname(folder)) {
    missing.unshift(folder);
  }
  if (!statSync(folder).isDirectory()) {
    throw Object.assign(new Error(`${folder} is no folder`), {
      code: 'ENOTDIR'
    });
  }
  for (const below of missing) {
    mkdirSync(below, { mode: 0o700 });
  }
}
