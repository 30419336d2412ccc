/** etcd, the API server and its controllers, each a process of the host. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MEMORY } from './folders.ts';
import { limitMemory } from './groups.ts';
import {
  AUTHORITY,
  certificate,
  credentials,
  kubeconfigOf,
  SERVICE_ACCOUNTS,
  TOKENS
} from './identities.ts';
import { API_SERVER, HOST, PODS, SERVICES } from './network.ts';
import { launch, type Process } from './processes.ts';
import { request } from './requests.ts';

const ETCD = `http://${HOST}:2379`;
const ETCD_PEER = `http://${HOST}:2380`;
const ISSUER = 'https://kubernetes.default.svc.cluster.local';

/** The most memory for etcd, which under load would take all there is. */
const ETCD_BYTES = 3 * 1024 ** 3;
export const ETCD_GROUP = '/projects-etcd';

/** Launch etcd in memory, without syncs: a cluster of tests need not last. */
export function launchEtcd(): Process {
  const folder = join(MEMORY, 'etcd');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const etcd = launch(
    'etcd',
    'etcd',
    [
      ...['--data-dir', folder, '--unsafe-no-fsync', '--log-level', 'warn'],
      ...['--listen-client-urls', ETCD, '--advertise-client-urls', ETCD],
      ...['--listen-peer-urls', ETCD_PEER],
      ...['--initial-advertise-peer-urls', ETCD_PEER],
      ...['--initial-cluster', `default=${ETCD_PEER}`],
      // Without this a watch without a version ends in "Too large resource
      // version": the API server cannot ask an etcd this old for its progress.
      ...['--experimental-watch-progress-notify-interval', '1s'],
      // etcd keeps so many changes in memory for other members: there are none.
      ...['--snapshot-count', '5000'],
      ...['--quota-backend-bytes', String(ETCD_BYTES / 2)]
    ],
    { env: { GOMEMLIMIT: String(ETCD_BYTES / 3) } }
  );
  limitMemory(ETCD_GROUP, etcd, ETCD_BYTES);
  return etcd;
}

export async function etcdAnswers(): Promise<boolean> {
  return (await fetch(`${ETCD}/health`)).ok;
}

export function launchApiServer(programs: string): Process {
  const serving = certificate('apiserver');
  const client = certificate('kubelet-client');
  return launch('apiserver', join(programs, 'kube-apiserver'), [
    ...[`--etcd-servers=${ETCD}`, `--bind-address=${HOST}`],
    // A whole suite of tests writes more than etcd may hold.
    '--etcd-compaction-interval=1m',
    ...[`--advertise-address=${HOST}`, '--secure-port=6443'],
    ...[`--tls-cert-file=${serving.cert}`],
    ...[`--tls-private-key-file=${serving.key}`],
    ...[`--client-ca-file=${AUTHORITY}`, `--token-auth-file=${TOKENS}`],
    '--authorization-mode=Node,RBAC',
    ...[`--service-cluster-ip-range=${SERVICES}`],
    ...[`--service-account-issuer=${ISSUER}`],
    ...[`--service-account-key-file=${SERVICE_ACCOUNTS}`],
    ...[`--service-account-signing-key-file=${SERVICE_ACCOUNTS}`],
    ...[`--kubelet-client-certificate=${client.cert}`],
    ...[`--kubelet-client-key=${client.key}`],
    ...['--kubelet-preferred-address-types=InternalIP'],
    ...['--allow-privileged=true', '--profiling=false']
  ]);
}

export async function apiServerAnswers(): Promise<boolean> {
  return (await request(API_SERVER, credentials(), '/readyz')).status === 200;
}

export function launchControllerManager(programs: string): Process {
  const name = 'controller-manager';
  return launch(name, join(programs, 'kube-controller-manager'), [
    ...controller(name, 10257),
    // Each controller has a role of its own; the manager's own allows little.
    '--use-service-account-credentials=true',
    ...[`--root-ca-file=${AUTHORITY}`],
    ...[`--service-account-private-key-file=${SERVICE_ACCOUNTS}`],
    // A node that is gone is noticed within a test's patience.
    ...['--node-monitor-period=2s', '--node-monitor-grace-period=16s']
  ]);
}

export function launchScheduler(programs: string): Process {
  return launch(
    'scheduler',
    join(programs, 'kube-scheduler'),
    controller('scheduler', 10259)
  );
}

/** True when the controller that serves on that port says it is well. */
export async function controllerAnswers(port: number): Promise<boolean> {
  const server = `https://${HOST}:${String(port)}`;
  return (await request(server, {}, '/healthz')).status === 200;
}

export function launchProxy(programs: string): Process {
  return launch('proxy', join(programs, 'kube-proxy'), [
    // Rules in tables of their own: kube-router's firewall writes back what it
    // has read of iptables, and so undoes what another wrote there meanwhile.
    ...[`--kubeconfig=${kubeconfigOf('proxy')}`, '--proxy-mode=nftables'],
    ...['--hostname-override=node-1', `--cluster-cidr=${PODS}`],
    ...[`--healthz-bind-address=${HOST}:10256`],
    ...[`--metrics-bind-address=${HOST}:10249`],
    // Leaves the limits of the whole machine as they are.
    ...['--conntrack-max-per-core=0', '--conntrack-min=0'],
    ...['--conntrack-tcp-timeout-established=0s'],
    ...['--conntrack-tcp-timeout-close-wait=0s']
  ]);
}

export async function proxyAnswers(): Promise<boolean> {
  return (await fetch(`http://${HOST}:10256/livez`)).ok;
}

function controller(role: string, port: number): string[] {
  return [
    `--kubeconfig=${kubeconfigOf(role)}`,
    `--bind-address=${HOST}`,
    `--secure-port=${String(port)}`,
    '--leader-elect=false',
    '--profiling=false'
  ];
}
