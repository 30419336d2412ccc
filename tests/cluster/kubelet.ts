/** A node: its kubelet, apart from any other node's on this machine. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { containerdSocket } from './containerd.ts';
import { RUN } from './folders.ts';
import { AUTHORITY, kubeconfigOf } from './identities.ts';
import { HOST, nodeAddress } from './network.ts';
import { launch, type Process } from './processes.ts';

const CGROUPS = '/sys/fs/cgroup';

export function nodeName(node: number): string {
  return `node-${String(node)}`;
}

export function launchKubelet(node: number, programs: string): Process {
  const root = join(RUN, nodeName(node));
  mkdirSync(root, { recursive: true });
  makeGroups(node);
  const resolver = join(RUN, 'resolv.conf');
  writeFileSync(resolver, '');
  const config = join(RUN, `kubelet-${String(node)}.json`);
  writeFileSync(config, JSON.stringify(configuration(node, root, resolver)));
  return launch(`kubelet-${String(node)}`, join(programs, 'kubelet'), [
    ...[`--config=${config}`, `--root-dir=${join(root, 'kubelet')}`],
    ...[`--cert-dir=${join(root, 'pki')}`],
    ...[`--kubeconfig=${kubeconfigOf(`kubelet-${String(node)}`)}`],
    ...[`--hostname-override=${nodeName(node)}`],
    ...[`--node-ip=${nodeAddress(node)}`]
  ]);
}

export async function kubeletAnswers(node: number): Promise<boolean> {
  return (await fetch(`http://${nodeAddress(node)}:10248/healthz`)).ok;
}

function configuration(node: number, root: string, resolver: string): object {
  const address = nodeAddress(node);
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: AUTHORITY }
    },
    authorization: { mode: 'Webhook' },
    ...{ address, port: 10250 },
    ...{ healthzBindAddress: address, healthzPort: 10248 },
    containerRuntimeEndpoint: `unix://${containerdSocket(node)}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: groupOf(node),
    failSwapOn: false,
    failCgroupV1: false,
    clusterDNS: [HOST],
    clusterDomain: 'cluster.local',
    resolvConf: resolver,
    podLogsDir: join(root, 'logs'),
    volumePluginDir: join(root, 'plugins'),
    // The machine's own disk is no matter of a test: nothing is evicted.
    evictionHard: {
      'memory.available': '0%',
      'nodefs.available': '0%',
      'nodefs.inodesFree': '0%',
      'imagefs.available': '0%'
    },
    imageGCHighThresholdPercent: 100,
    serializeImagePulls: false,
    // No rules of the kubelet's own, which nobody would take away again.
    makeIPTablesUtilChains: false,
    nodeStatusUpdateFrequency: '4s',
    registryPullQPS: 0,
    eventRecordQPS: 0
  };
}

/** Two kubelets below one group would end each other's pods. */
function groupOf(node: number): string {
  return `/projects-${nodeName(node)}`;
}

/** The group in every hierarchy of version 1, or in the one of version 2. */
function makeGroups(node: number): void {
  for (const hierarchy of hierarchies()) {
    mkdirSync(join(hierarchy, groupOf(node)), { recursive: true });
  }
}

export function removeGroups(node: number): void {
  for (const hierarchy of hierarchies()) {
    removeGroup(join(hierarchy, groupOf(node)));
  }
}

function removeGroup(group: string): void {
  if (!existsSync(group)) {
    return;
  }
  for (const entry of readdirSync(group, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      removeGroup(join(group, entry.name));
    }
  }
  try {
    rmdirSync(group);
  } catch {
    // A process that is still ending keeps its group; nothing depends on it.
  }
}

function hierarchies(): string[] {
  if (existsSync(join(CGROUPS, 'cgroup.controllers'))) {
    return [CGROUPS];
  }
  return readdirSync(CGROUPS)
    .filter(name => name !== 'unified')
    .map(name => join(CGROUPS, name));
}
