/** Kubernetes with a firewall, built from Go modules once for all checkouts. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync
} from 'node:fs';
import { join } from 'node:path';
import { heading, run } from '../../scripts/steps.ts';
import { CACHE, SOURCES } from './folders.ts';
import { locked } from './lock.ts';

/** The flags set the version, or clients would see v0.0.0. */
const FLAGS = [
  ...['-mod=readonly', '-tags', 'providerless', '-ldflags'],
  '-s -w -X k8s.io/component-base/version.gitVersion=v1.34.4'
];

/** The packages that are built, and the names that the second is called by. */
const PACKAGES = ['k8s.io/kubernetes/cmd/kubectl', '.'];
const CONTROL_PLANE = 'control-plane';
const NAMES = [
  ...['kube-apiserver', 'kube-controller-manager', 'kube-policies'],
  ...['kube-proxy', 'kube-scheduler', 'kubelet']
];

const MODULE = join(SOURCES, 'control-plane');

/** Return the folder of the programs of this module and these flags. */
export function programsFolder(): string {
  const hash = createHash('sha256').update(FLAGS.join(' '));
  for (const name of ['go.mod', 'go.sum', 'main.go', 'policies.go']) {
    hash.update(readFileSync(join(MODULE, name)));
  }
  return join(CACHE, 'programs', hash.digest('hex').slice(0, 16));
}

/** The source of the static program that some images hold. */
export const PAUSE = join(MODULE, 'pause', 'main.go');

/** Build that program, which waits until it is told to end, into a folder. */
export async function buildPause(into: string): Promise<void> {
  await goBuild(['-o', join(into, 'pause'), './pause']);
}

/** Build the programs unless they are there; resolves to their folder. */
export function buildPrograms(): Promise<string> {
  return locked('programs', builtPrograms);
}

async function builtPrograms(): Promise<string> {
  const folder = programsFolder();
  if (existsSync(folder)) {
    return folder;
  }
  heading(
    'Building Kubernetes from its Go modules (three to ten minutes on two cores, once)'
  );
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await goBuild(['-o', `${partial}/`, ...PACKAGES]);
  NAMES.forEach(name => {
    symlinkSync(CONTROL_PLANE, join(partial, name));
  });
  renameSync(partial, folder);
  return folder;
}

async function goBuild(args: readonly string[]): Promise<void> {
  await run('go', ['build', ...FLAGS, ...args], {
    cwd: MODULE,
    env: {
      ...process.env,
      CGO_ENABLED: '0',
      GOTOOLCHAIN: 'local',
      GOFLAGS: '-buildvcs=false'
    }
  });
}
