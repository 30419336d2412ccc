/** The cluster as tests and benches see it; `npm run cluster up` starts it. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import type { Context } from './docker.ts';
import { buildOn, ensureImage, type ImageName } from './images.ts';
import type { Process } from './processes.ts';
import { readState, running, type State } from './state.ts';

export class Cluster {
  /** The path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** `https://host:port`, the same from the host and from pods. */
  readonly apiServer: string;
  /** `host:port` of the registry (plain http), from the host and from pods. */
  readonly registry: string;
  /** The host's address that pods reach. */
  readonly bridge: string;
  readonly #programs: string;

  constructor(state: State) {
    this.kubeconfig = state.kubeconfig;
    this.apiServer = state.apiServer;
    this.registry = state.registry;
    this.bridge = state.bridge;
    this.#programs = state.programs;
  }

  /** Run kubectl and return what it says; `input` is for `-f -`. */
  kubectl(args: readonly string[], input?: string | object): Promise<string> {
    const text = typeof input === 'object' ? JSON.stringify(input) : input;
    return output(join(this.#programs, 'kubectl'), args, text, {
      KUBECONFIG: this.kubeconfig
    });
  }

  /** Apply manifests: objects, or YAML. */
  async apply(manifest: string | object): Promise<void> {
    await this.kubectl(['apply', '-f', '-'], manifest);
  }

  /** Make a namespace for one test; its `remove` deletes all that is in it. */
  async namespace(prefix = 'test'): Promise<Namespace> {
    const name = `${prefix}-${randomBytes(4).toString('hex')}`;
    await this.kubectl(['create', 'namespace', name]);
    keepEvidenceOf(name);
    await this.kubectl([
      ...['wait', '--for=create', 'serviceaccount/default'],
      ...['-n', name, '--timeout=30s']
    ]);
    return {
      name,
      kubectl: (args, input) => this.kubectl(['-n', name, ...args], input),
      remove: async () => {
        await this.kubectl(['delete', 'namespace', name, '--wait=false']);
      }
    };
  }

  /** Return one of our images by digest; build and push it if need be. */
  image(name: ImageName): Promise<string> {
    return ensureImage(name);
  }

  /** Build a Dockerfile's context, push it, and return its digest reference. */
  build(context: Context): Promise<string> {
    return buildOn(context);
  }

  /** Find a process of the cluster (`kubelet-1`, `registry`), to stop it. */
  process(name: string): Process {
    const state = readState();
    const process = state && running(state, name);
    if (!process) {
      throw new Error(`No process ${name} of the cluster runs.`);
    }
    return process;
  }
}

/** Let failing tests of this file leave evidence of a namespace. */
export function keepEvidenceOf(namespace: string): void {
  const { namespacesOfTest } = globalThis as {
    namespacesOfTest?: Set<string>;
  };
  namespacesOfTest?.add(namespace);
}

export interface Namespace {
  readonly name: string;
  /** Run kubectl in this namespace. */
  kubectl(args: readonly string[], input?: string | object): Promise<string>;
  remove(): Promise<void>;
}

/** Return the running cluster, or fail with the command that starts it. */
export async function useCluster(): Promise<Cluster> {
  const state = readState();
  if (!state?.ready || !running(state, 'apiserver')) {
    throw new Error('No cluster runs: npm run cluster up');
  }
  const cluster = new Cluster(state);
  await cluster.kubectl(['get', '--raw', '/readyz']);
  return cluster;
}

function output(
  program: string,
  args: readonly string[],
  input: string | undefined,
  env: Record<string, string>
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env }
    });
    let said = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    // A program that ends early does not read its input; its output says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', reject).on('close', code => {
      if (code === 0) {
        resolve(said);
      } else {
        reject(new Error(`kubectl ${args.join(' ')}: ${complaint.trim()}`));
      }
    });
  });
}
