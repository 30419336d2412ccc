/**
 * Installs the packages of the lock, when they are not. This runs on the
 * system's Node, before anything is there; all that follows runs on the Node
 * that the lock brings.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { findPython } from './python.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, 'node_modules');

/** The Node of the lock. */
export const NODE = join(MODULES, '.bin', 'node');

/** The file that says which manifests have been installed; written last. */
const MARKER = join(MODULES, '.jupyterlab-projects-lock');

/** The files that say which packages are installed. */
const MANIFESTS = [
  'package-lock.json',
  'package.json',
  'companion/package.json',
  'ui-tests/package.json'
];

/** Closer signals are one Ctrl-C: both npm and the terminal pass it on. */
const SAME_SIGNAL_MS = 500;

/** The child that runs now; it gets the signals that this process gets. */
let child;
let passedOnAt = -Infinity;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (performance.now() - passedOnAt > SAME_SIGNAL_MS) {
      passedOnAt = performance.now();
      child?.kill(signal);
    }
  });
}

/** Run a program to its end; resolves to its exit code, 128 + n by signal n. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    child = spawn(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** Return a sentence on what a person has to install first, or `undefined`. */
async function missing() {
  if (Number(process.versions.node.split('.')[0]) < 18) {
    return `Node ${process.versions.node} is too old: install Node 18 or newer (Debian and Ubuntu: apt install nodejs npm).`;
  }
  const git = await run('git', ['--version'], { stdio: 'ignore' }).catch(
    () => 1
  );
  return git === 0
    ? findPython().missing
    : 'git is missing: install it (Debian and Ubuntu: apt install git).';
}

function installed(key) {
  return (
    existsSync(NODE) &&
    existsSync(MARKER) &&
    readFileSync(MARKER, 'utf8') === key
  );
}

/** Install unless it is done; resolves to an exit code, 0 if all is well. */
export async function install() {
  const sentence = await missing();
  if (sentence) {
    console.error(sentence);
    return 1;
  }
  const hash = createHash('sha256').update(process.platform + process.arch);
  MANIFESTS.forEach(file => hash.update(readFileSync(join(ROOT, file))));
  const key = hash.digest('hex');
  if (installed(key)) {
    return 0;
  }
  console.log(
    '\u2022 Installing packages from the lock (one to three minutes)'
  );
  // Not `npm ci`: it insists on the binaries of all platforms, which not every
  // registry has.
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error'];
  const env = { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' };
  const status = await run('npm', args, { env });
  if (status === 0) {
    writeFileSync(MARKER, key);
  }
  return status;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await install();
}
