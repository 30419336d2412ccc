/** Takes the cluster down: every process, container, mount and link it made. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { heading } from '../../scripts/steps.ts';
import { quietly, said } from './commands.ts';
import { containerdAnswers, removeContainers } from './containerd.ts';
import { ETCD_GROUP } from './control-plane.ts';
import { MEMORY, RUN } from './folders.ts';
import { removeGroup } from './groups.ts';
import { NODES, removePodGroups } from './kubelet.ts';
import { removePolicies } from './network-policies.ts';
import { removeBridge } from './network.ts';
import { end, type Process, runs, signal } from './processes.ts';
import { readState } from './state.ts';

export async function down(): Promise<void> {
  const state = readState();
  const processes = state?.processes.filter(runs) ?? [];
  heading(`Stopping ${String(processes.length)} processes`);
  // Killed: they have nothing to keep, and would start containers anew, or wait
  // for etcd.
  processes
    .filter(one => !keeps(one))
    .forEach(one => {
      signal(one, 'SIGKILL');
    });
  await Promise.all(
    processes.filter(one => one.name === 'dockerd').map(one => end(one, 10))
  );
  for (const node of NODES.filter(containerdAnswers)) {
    removeContainers(node);
  }
  await Promise.all(processes.map(one => end(one, 3)));
  if (state) {
    quietly(join(state.programs, 'kube-proxy'), ['--cleanup']);
    removePolicies();
  }
  unmountAll();
  NODES.forEach(removePodGroups);
  removeGroup(ETCD_GROUP);
  removeBridge();
  for (const folder of [RUN, MEMORY].filter(existsSync)) {
    said('rm', ['-rf', '--one-file-system', folder]);
  }
}

/** True for Docker and containerd, which keep images on the disk for later. */
function keeps({ name }: Process): boolean {
  return name === 'dockerd' || name.startsWith('containerd');
}

/** Unmount volumes of pods, tmpfs and loops of tests, the deepest first. */
function unmountAll(): void {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map(line => (line.split(' ')[1] ?? '').replaceAll('\\040', ' '))
    .filter(path => path.startsWith(`${RUN}/`) || path.startsWith(`${MEMORY}/`))
    .toReversed();
  for (const mount of mounts) {
    if (!quietly('umount', [mount])) {
      quietly('umount', ['--lazy', mount]);
    }
  }
}
