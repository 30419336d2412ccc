/** Makes what a start needs: the tools, and a build if a source has changed. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { heading, Missing, ROOT, run } from './steps.ts';
import { makeTools } from './tools.ts';

/** All that a build reads. */
export const INPUTS = [
  '{extension,style,companion/src}/**/*',
  'scripts/build-home.ts',
  '{,companion/}{package,tsconfig}.json',
  'package-lock.json'
];

/** The last thing that each step of a build writes. */
const OUTPUTS = [
  'companion/lib/main.js',
  'labextension/package.json',
  'companion/lib/home/home.js'
];

const MARKERS = join(ROOT, 'node_modules', '.cache', 'projects');

/** Build companion, labextension and home page unless they are up to date. */
export async function build(): Promise<void> {
  await unlessMade({ name: 'built', of: INPUTS, files: OUTPUTS }, async () => {
    heading('Building the companion, the panel and the home page');
    await run('npm', ['run', '--silent', 'build']);
  });
}

interface Product {
  readonly name: string;
  /** Patterns of all files that it is made of. */
  readonly of: readonly string[];
  /** The last files that are written. */
  readonly files: readonly string[];
}

/** Make a product unless it is there and its sources have not changed since. */
export async function unlessMade(
  { name, of, files }: Product,
  make: () => Promise<void>
): Promise<void> {
  // Written last, so that a product whose making was cut off is made again.
  const marker = join(MARKERS, `${name}-of`);
  const key = hashOf(of);
  const made = existsSync(marker) ? readFileSync(marker, 'utf8') : undefined;
  if (key === made && files.every(file => existsSync(join(ROOT, file)))) {
    return;
  }
  rmSync(marker, { force: true });
  await make();
  mkdirSync(MARKERS, { recursive: true });
  writeFileSync(marker, key);
}

function hashOf(patterns: readonly string[]): string {
  const hash = createHash('sha256');
  const files = globSync(patterns, { cwd: ROOT, withFileTypes: true })
    .filter(entry => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name));
  for (const file of files.sort()) {
    hash.update(file).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

if (import.meta.main) {
  try {
    await makeTools();
    await build();
  } catch (error) {
    console.error(String(error instanceof Missing ? error.message : error));
    process.exitCode = 1;
  }
}
