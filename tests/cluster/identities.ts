/** The cluster's identities: certificates of openssl, a token for each role. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { said } from './commands.ts';
import { KUBECONFIG, RUN } from './folders.ts';
import { API_SERVER, API_SERVICE, HOST } from './network.ts';

const PKI = join(RUN, 'pki');

export const AUTHORITY = join(PKI, 'ca.crt');
export const TOKENS = join(PKI, 'tokens.csv');
export const SERVICE_ACCOUNTS = join(PKI, 'service-accounts.key');

/** The user and the group that each role's token stands for. */
const ROLES: Readonly<Record<string, readonly [user: string, group: string]>> =
  {
    admin: ['admin', 'system:masters'],
    rig: ['rig', 'system:masters'],
    'controller-manager': ['system:kube-controller-manager', ''],
    scheduler: ['system:kube-scheduler', ''],
    proxy: ['system:kube-proxy', ''],
    'kubelet-1': ['system:node:node-1', 'system:nodes'],
    'kubelet-2': ['system:node:node-2', 'system:nodes'],
    'kubelet-3': ['system:node:node-3', 'system:nodes']
  };

/** Make all identities, unless they are there already. */
export function makeIdentities(): void {
  if (existsSync(KUBECONFIG)) {
    return;
  }
  mkdirSync(PKI, { recursive: true, mode: 0o700 });
  openssl('req', '-x509', ...fresh('ca'), '-subj', '/CN=projects-cluster');
  const names = `subjectAltName=IP:127.0.0.1,IP:${HOST},IP:${API_SERVICE},DNS:kubernetes.default.svc`;
  signed('apiserver', '/CN=kube-apiserver', names);
  signed('kubelet-client', '/O=system:masters/CN=apiserver');
  openssl('genrsa', '-out', SERVICE_ACCOUNTS, '2048');
  const tokens = Object.keys(ROLES).map(
    role => [role, randomBytes(16).toString('hex')] as const
  );
  writeFileSync(
    TOKENS,
    tokens.map(([role, token]) => row(role, token)).join('')
  );
  for (const [role, token] of tokens.toReversed()) {
    writeFileSync(kubeconfigOf(role), kubeconfig(token), { mode: 0o600 });
  }
}

export function certificate(name: string): { cert: string; key: string } {
  return { cert: join(PKI, `${name}.crt`), key: join(PKI, `${name}.key`) };
}

/** Return a role's file; `up` prints the administrator's, written last. */
export function kubeconfigOf(role: string): string {
  return role === 'admin' ? KUBECONFIG : join(PKI, `${role}.kubeconfig`);
}

/** Return the token of `rig`, for our own calls, and the authority. */
export function credentials(): { token: string; ca: string } {
  const line = readFileSync(TOKENS, 'utf8')
    .split('\n')
    .find(one => one.includes(',rig,'));
  return {
    token: line?.split(',')[0] ?? '',
    ca: readFileSync(AUTHORITY, 'utf8')
  };
}

function row(role: string, token: string): string {
  const [user, group] = ROLES[role] ?? ['', ''];
  return `${token},${user},${role}${group ? `,"${group}"` : ''}\n`;
}

function kubeconfig(token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'projects',
        cluster: {
          server: API_SERVER,
          'certificate-authority-data':
            readFileSync(AUTHORITY).toString('base64')
        }
      }
    ],
    users: [{ name: 'user', user: { token } }],
    contexts: [
      { name: 'projects', context: { cluster: 'projects', user: 'user' } }
    ],
    'current-context': 'projects'
  });
}

function signed(name: string, subject: string, extension?: string): void {
  const ca = certificate('ca');
  openssl(
    ...['req', '-x509', '-CA', ca.cert, '-CAkey', ca.key, ...fresh(name)],
    ...['-subj', subject, '-addext', 'basicConstraints=critical,CA:false'],
    ...(extension ? ['-addext', extension] : [])
  );
}

function fresh(name: string): string[] {
  const { cert, key } = certificate(name);
  return [
    ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-days', '3650', '-keyout', key, '-out', cert]
  ];
}

function openssl(...args: string[]): void {
  said('openssl', args);
}
