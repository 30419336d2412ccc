/** The control plane's programs, built from the Go module once for all checkouts. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync
} from 'node:fs';
import { join } from 'node:path';
import { heading, run } from '../../scripts/steps.ts';
import { CACHE, SOURCES } from './folders.ts';

const MODULE = join(SOURCES, 'control-plane');

/** Without the version clients see v0.0.0. */
const FLAGS = [
  ...['-mod=readonly', '-tags', 'providerless', '-ldflags'],
  '-s -w -X k8s.io/component-base/version.gitVersion=v1.34.4'
];

const PROGRAMS = [
  ...['kube-apiserver', 'kube-controller-manager', 'kube-proxy'],
  ...['kube-scheduler', 'kubectl', 'kubelet']
];

/** The folder of the programs of this module and these flags. */
export function programsFolder(): string {
  const hash = createHash('sha256').update(FLAGS.join(' '));
  for (const name of ['go.mod', 'go.sum', 'pause/main.go']) {
    hash.update(readFileSync(join(MODULE, name)));
  }
  return join(CACHE, 'programs', hash.digest('hex').slice(0, 16));
}

export async function buildPrograms(): Promise<string> {
  const folder = programsFolder();
  if (existsSync(folder)) {
    return folder;
  }
  heading(
    'Building Kubernetes from its Go module (three to ten minutes on two cores, once)'
  );
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const packages = PROGRAMS.map(name => `k8s.io/kubernetes/cmd/${name}`);
  await run(
    'go',
    ['build', ...FLAGS, '-o', `${partial}/`, ...packages, './pause'],
    {
      cwd: MODULE,
      env: {
        ...process.env,
        CGO_ENABLED: '0',
        GOTOOLCHAIN: 'local',
        GOFLAGS: '-buildvcs=false'
      }
    }
  );
  renameSync(partial, folder);
  return folder;
}
