/** Kubernetes and its firewall, built from their Go modules once for all checkouts. */
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

/** Without the version clients see v0.0.0. */
const FLAGS = [
  ...['-mod=readonly', '-tags', 'providerless', '-ldflags'],
  '-s -w -X k8s.io/component-base/version.gitVersion=v1.34.4'
];

/** The packages of each module; two, as they want different Kubernetes libraries. */
const MODULES: Readonly<Record<string, readonly string[]>> = {
  'control-plane': [
    ...['kube-apiserver', 'kube-controller-manager', 'kube-proxy']
      .concat('kube-scheduler', 'kubectl', 'kubelet')
      .map(name => `k8s.io/kubernetes/cmd/${name}`),
    './pause'
  ],
  'network-policies': [
    'github.com/cloudnativelabs/kube-router/v2/cmd/kube-router'
  ]
};

/** The folder of the programs of these modules and flags. */
export function programsFolder(): string {
  const hash = createHash('sha256').update(FLAGS.join(' '));
  const sums = Object.keys(MODULES).flatMap(name => [
    `${name}/go.mod`,
    `${name}/go.sum`
  ]);
  for (const name of [...sums, 'control-plane/pause/main.go']) {
    hash.update(readFileSync(join(SOURCES, name)));
  }
  return join(CACHE, 'programs', hash.digest('hex').slice(0, 16));
}

export async function buildPrograms(): Promise<string> {
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
  for (const [name, packages] of Object.entries(MODULES)) {
    await run('go', ['build', ...FLAGS, '-o', `${partial}/`, ...packages], {
      cwd: join(SOURCES, name),
      env: {
        ...process.env,
        CGO_ENABLED: '0',
        GOTOOLCHAIN: 'local',
        GOFLAGS: '-buildvcs=false'
      }
    });
  }
  renameSync(partial, folder);
  return folder;
}
