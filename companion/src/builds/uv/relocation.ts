import { readFile, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Scripts and links of packages are small; larger files are data. */
const LIMIT = 1_000_000;

/**
 * Replace the path of the folder that an environment was built from by the path
 * that the project will have: editable installs (`-e .`, also of a `postBuild`)
 * contain it.
 */
export async function relocate(
  environment: string,
  from: string,
  to: string
): Promise<void> {
  const pairs: readonly (readonly [string, string])[] = [
    [pathToFileURL(from).href, pathToFileURL(to).href],
    [from, to]
  ];
  for (const file of await candidates(environment)) {
    await replaceIn(file, pairs);
  }
}

async function candidates(environment: string): Promise<string[]> {
  const files = await list(join(environment, 'bin'));
  const lib = join(environment, 'lib');
  for (const python of await names(lib)) {
    const site = join(lib, python, 'site-packages');
    for (const name of await names(site)) {
      if (/\.(pth|egg-link)$|^_+editable_/.test(name)) {
        files.push(join(site, name));
      } else if (name.endsWith('.dist-info')) {
        files.push(join(site, name, 'direct_url.json'));
      }
    }
  }
  return files;
}

/** Put a new file in place: the old one may be a hard link to uv's cache. */
async function replaceIn(
  file: string,
  pairs: readonly (readonly [string, string])[]
): Promise<void> {
  const about = await stat(file).catch(() => undefined);
  if (!about?.isFile() || about.size > LIMIT) {
    return;
  }
  // As bytes: a name need not be UTF-8, and `bin` has programs, too.
  const before = await readFile(file, 'latin1');
  const after = pairs.reduce(
    (text, [from, to]) => text.replaceAll(bytes(from), bytes(to)),
    before
  );
  if (after !== before && !before.startsWith('\x7fELF')) {
    await writeFile(`${file}.new`, after, {
      encoding: 'latin1',
      mode: about.mode
    });
    await rename(`${file}.new`, file);
  }
}

function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

async function list(folder: string): Promise<string[]> {
  return (await names(folder)).map(name => join(folder, name));
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
