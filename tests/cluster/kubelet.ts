/** A node: its kubelet, apart from any other node's on this machine. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { containerdSocket } from './containerd.ts';
import { RUN } from './folders.ts';
import { makeGroup, removeGroup } from './groups.ts';
import { AUTHORITY, kubeconfigOf } from './identities.ts';
import { HOST, nodeAddress } from './network.ts';
import { launch, type Process } from './processes.ts';

/** All nodes that can be asked for; each has an identity. */
export const NODES = [1, 2, 3];

/** Marks all nodes but the first: only pods that ask for the mark run there. */
export const APART = 'projects.test/apart';

export function nodeName(node: number): string {
  return `node-${String(node)}`;
}

export function launchKubelet(node: number, programs: string): Process {
  const root = join(RUN, nodeName(node));
  mkdirSync(root, { recursive: true });
  makeGroup(groupOf(node));
  const resolver = join(RUN, 'resolv.conf');
  writeFileSync(resolver, '');
  const config = join(RUN, `kubelet-${String(node)}.json`);
  writeFileSync(config, JSON.stringify(configuration(node, root, resolver)));
  return launch(`kubelet-${String(node)}`, join(programs, 'kubelet'), [
    ...[`--config=${config}`, `--root-dir=${join(root, 'kubelet')}`],
    ...[`--cert-dir=${join(root, 'pki')}`],
    ...[`--kubeconfig=${kubeconfigOf(`kubelet-${String(node)}`)}`],
    ...[`--hostname-override=${nodeName(node)}`],
    ...[`--node-ip=${nodeAddress(node)}`],
    ...(node === 1 ? [] : apart())
  ]);
}

function apart(): string[] {
  return [
    `--node-labels=${APART}=true`,
    `--register-with-taints=${APART}=true:NoSchedule`
  ];
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
    // Tests do not depend on the machine's own disk: nothing is evicted.
    evictionHard: {
      'memory.available': '0%',
      'nodefs.available': '0%',
      'nodefs.inodesFree': '0%',
      'imagefs.available': '0%'
    },
    imageGCHighThresholdPercent: 100,
    serializeImagePulls: false,
    // Nobody would take the kubelet's own rules away again.
    makeIPTablesUtilChains: false,
    nodeStatusUpdateFrequency: '4s',
    registryPullQPS: 0,
    eventRecordQPS: 0
  };
}

/** Return a node's own group: in one, kubelets would end each other's pods. */
function groupOf(node: number): string {
  return `/projects-${nodeName(node)}`;
}

export function removePodGroups(node: number): void {
  removeGroup(groupOf(node));
}
