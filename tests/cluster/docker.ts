/** Builds and pushes images with a Docker of our own, started when needed. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietly } from './commands.ts';
import { containerdSocket } from './containerd.ts';
import { CACHE, RUN } from './folders.ts';
import { locked } from './lock.ts';
import { REGISTRY } from './network.ts';
import { launch, type Process } from './processes.ts';
import { digestOf } from './registry.ts';
import { keep } from './state.ts';
import { until } from './waiting.ts';

const SOCKET = join(RUN, 'docker.sock');
const CLIENT = ['--host', `unix://${SOCKET}`, '--config', join(RUN, 'docker')];

/** The machine's indexes and proxies for packages, for the steps of a build. */
const PASSED_ON = [
  ...['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PIP_TRUSTED_HOST'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy'],
  ...['no_proxy', 'NPM_CONFIG_REGISTRY', 'npm_config_registry']
];

/** The bundle of this machine's authorities, which our base image holds. */
export const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

export interface Context {
  /** The folder that is sent to Docker. */
  readonly folder: string;
  /** Its name in the folder, unless it is the usual `Dockerfile`. */
  readonly dockerfile?: string;
  /** `repository:tag`, here and in the registry. */
  readonly name: string;
  readonly args?: Readonly<Record<string, string>>;
}

/** Build and push; the answer is the image's reference by digest. */
export async function buildContext(context: Context): Promise<string> {
  const given = { ...machineArgs(), ...context.args };
  const args = Object.entries(given).flatMap(([name, value]) => [
    '--build-arg',
    `${name}=${value}`
  ]);
  await docker([
    ...['build', '--network', 'host', '--tag', context.name],
    ...['--file', join(context.folder, context.dockerfile ?? 'Dockerfile')],
    ...args,
    context.folder
  ]);
  return push(context.name);
}

/** Push a local image; the answer is its reference by digest. */
export async function push(name: string): Promise<string> {
  const remote = `${REGISTRY}/${name}`;
  await docker(['tag', name, remote]);
  await docker(['push', remote]);
  const [repository = '', tag = 'latest'] = name.split(':');
  const digest = await digestOf(repository, tag);
  if (!digest) {
    throw new Error(`The registry does not know ${name} after its push.`);
  }
  return `${REGISTRY}/${repository}@${digest}`;
}

/** Start the daemon and run the client; a failure tells the last lines. */
export async function docker(args: readonly string[]): Promise<string> {
  await daemon();
  return new Promise((resolve, reject) => {
    const child = spawn('docker', [...CLIENT, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DOCKER_BUILDKIT: '0' }
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    child.on('error', reject).on('close', code => {
      if (code === 0) {
        resolve(said);
      } else {
        const last = said.trim().split('\n').slice(-15).join('\n');
        reject(new Error(`docker ${args[0] ?? ''} has failed:\n${last}`));
      }
    });
  });
}

function machineArgs(): Record<string, string> {
  const args: Record<string, string> = {
    PIP_CERT: AUTHORITIES,
    SSL_CERT_FILE: AUTHORITIES,
    NODE_EXTRA_CA_CERTS: AUTHORITIES,
    PIP_DISABLE_PIP_VERSION_CHECK: '1'
  };
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value) {
      args[name] = value;
    }
  }
  return args;
}

async function daemon(): Promise<void> {
  if (answers()) {
    return;
  }
  await locked('docker', async () => {
    if (!answers()) {
      await keep('dockerd', launchDaemon);
      await until(answers, 'Docker', 60);
    }
  });
}

function answers(): boolean {
  return quietly('docker', [...CLIENT, 'version']);
}

function launchDaemon(): Process {
  mkdirSync(join(CACHE, 'docker'), { recursive: true });
  const config = join(RUN, 'docker.json');
  writeFileSync(config, '{}');
  return launch('dockerd', 'dockerd', [
    ...['--config-file', config, '--host', `unix://${SOCKET}`],
    ...['--data-root', join(CACHE, 'docker')],
    ...['--exec-root', join(RUN, 'docker-exec')],
    ...['--pidfile', join(RUN, 'docker.pid')],
    ...['--containerd', containerdSocket(1)],
    ...['--bridge', 'none', '--iptables=false', '--ip-forward=false'],
    ...['--insecure-registry', REGISTRY]
  ]);
}

/** Return the images named `lab:...` that a Dockerfile starts from. */
export function basesOf(context: Context): string[] {
  const file = join(context.folder, context.dockerfile ?? 'Dockerfile');
  const text = [
    readFileSync(file, 'utf8'),
    ...Object.values(context.args ?? {}).map(value => `FROM ${value}\n`)
  ].join('\n');
  return [...text.matchAll(/^FROM\s+(?:--\S+\s+)?lab:([a-z0-9-]+)/gm)].map(
    found => found[1] ?? ''
  );
}
