/** Makes what a start needs: the tools, and a build when a source has changed. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { heading, Missing, ROOT, run } from './steps.ts';
import { makeTools } from './tools.ts';

/** All that a build reads. */
const INPUTS = [
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

/** What the outputs were made of; written last, so a cut-off build is redone. */
const MARKER = join(ROOT, 'node_modules', '.cache', 'projects', 'built-of');

/** Build the companion, the labextension and the home page unless they are new. */
export async function build(): Promise<void> {
  const key = hashOf(INPUTS);
  if (key === marker() && OUTPUTS.every(file => existsSync(join(ROOT, file)))) {
    return;
  }
  heading('Building the companion, the panel and the home page');
  rmSync(MARKER, { force: true });
  await run('npm', ['run', '--silent', 'build']);
  mkdirSync(dirname(MARKER), { recursive: true });
  writeFileSync(MARKER, key);
}

function hashOf(patterns: string[]): string {
  const hash = createHash('sha256');
  const files = globSync(patterns, { cwd: ROOT, withFileTypes: true })
    .filter(entry => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name));
  for (const file of files.sort()) {
    hash.update(file).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

function marker(): string | undefined {
  return existsSync(MARKER) ? readFileSync(MARKER, 'utf8') : undefined;
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
