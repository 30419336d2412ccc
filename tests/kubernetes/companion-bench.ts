/** The companion as a process of its own with the real cluster behind it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Project, Switch } from '../../companion/src/contract/contract.ts';
import type { SwitchRequest } from '../../companion/src/contract/contract.ts';
import { useCluster } from '../cluster/cluster.ts';
import type { Cluster, Namespace } from '../cluster/cluster.ts';
import { productImage } from '../cluster/product-image.ts';
import { untilSeen } from '../cluster/waiting.ts';
import { USER } from './places.ts';
import { ServerPods } from './server-pods.ts';
import { storeProjects } from './stored-projects.ts';
import type { StoredProjects } from './stored-projects.ts';

const MAIN = join(
  import.meta.dirname,
  ...['..', '..', 'companion', 'src', 'main.ts']
);
const TOKEN = 'the-command-lines-token';
/** The default of `terminationGracePeriodSeconds`. */
const END_MS = 30_000;
/** A call that takes longer fails, so that it does not hang its test. */
const CALL_MS = 30_000;

export interface BenchOptions {
  readonly kubernetes?: Record<string, unknown>;
  readonly times?: Record<string, number>;
  readonly projects: StoredProjects;
}

export class CompanionBench {
  readonly cluster: Cluster;
  readonly namespace: Namespace;
  readonly #folder = mkdtempSync(join(tmpdir(), 'companion-'));
  readonly #pods: ServerPods;
  #child: ChildProcess | undefined;
  #origin = '';

  private constructor(cluster: Cluster, namespace: Namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.#pods = new ServerPods(cluster.kubeconfig, namespace.name);
  }

  static async open(
    options: (cluster: Cluster) => Promise<BenchOptions>
  ): Promise<CompanionBench> {
    const cluster = await useCluster();
    const image = await productImage();
    const given = await options(cluster);
    const space = await cluster.namespace('companion');
    const bench = new CompanionBench(cluster, space);
    bench.#configure(image, given);
    await storeProjects(join(bench.#folder, 'data'), given.projects);
    return bench;
  }

  /** Start the companion; with `crashAt` it ends itself at that step. */
  async start(crashAt?: string): Promise<void> {
    const child = spawn(process.execPath, [MAIN, '--no-open'], {
      env: {
        PATH: process.env.PATH,
        PROJECTS_CONFIG: join(this.#folder, 'config.json'),
        ...(crashAt === undefined ? {} : { PROJECTS_CRASH_AT: crashAt })
      },
      stdio: ['ignore', 'pipe', 'inherit']
    });
    this.#child = child;
    const said: unknown[] = await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit')
    ]);
    const address = /http:\S+/.exec(String(said[0]))?.[0];
    if (address === undefined) {
      throw new Error('The companion did not start.');
    }
    this.#origin = new URL(address).origin;
  }

  get isUp(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** End it within the time that a cluster gives a pod to end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child && this.isUp) {
      child.kill(signal);
      const late = AbortSignal.timeout(END_MS);
      await once(child, 'exit', { signal: late }).catch((cause: unknown) => {
        throw new Error('The companion did not end in time.', { cause });
      });
    }
  }

  async restart(crashAt?: string): Promise<void> {
    await this.stop();
    await this.start(crashAt);
  }

  api(path: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(`/services/projects/api/v1/${path}`, this.#origin);
    return fetch(url, {
      ...init,
      signal: AbortSignal.timeout(CALL_MS),
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json'
      }
    });
  }

  request(body: SwitchRequest): Promise<Response> {
    return this.api('switches', { method: 'POST', body: JSON.stringify(body) });
  }

  /** Ask for a switch, and return it as it began. */
  async begin(project: string, image?: string): Promise<Switch> {
    const body = image === undefined ? { project } : { project, image };
    const answer = await this.request(body);
    const text = await answer.text();
    if (answer.status !== 202) {
      throw new Error(`The switch was answered ${text}.`);
    }
    return Switch.parse(JSON.parse(text));
  }

  /** Wait until the last switch has ended, and return it. */
  async ended(seconds = 90): Promise<Switch> {
    const last = await untilSeen(
      () => this.latest(),
      seen => seen?.endedAt !== undefined,
      'the end of the switch',
      seconds
    );
    return Switch.parse(last);
  }

  async latest(): Promise<Switch | undefined> {
    const answer = await this.api('switches/latest');
    return answer.status === 200
      ? Switch.parse(await answer.json())
      : undefined;
  }

  async switchTo(project: string, image?: string): Promise<Switch> {
    await this.begin(project, image);
    return await this.ended();
  }

  /** Switch to a project; fail with the reason if that does not end well. */
  async moveTo(project: string): Promise<Switch> {
    await this.begin(project);
    return await this.moved();
  }

  /** Wait for the last switch; fail with the reason if it does not end well. */
  async moved(): Promise<Switch> {
    const ended = await this.ended();
    if (ended.phase !== 'done') {
      throw new Error(`${ended.phase}: ${JSON.stringify(ended.error)}`);
    }
    return ended;
  }

  /** Wait until the last switch is in that phase, or beyond. */
  async reaches(phase: Switch['phase']): Promise<void> {
    await untilSeen(
      () => this.latest(),
      seen => seen?.steps.some(step => step.phase === phase) ?? false,
      phase,
      60
    );
  }

  async projects(): Promise<Project[]> {
    const answer = await this.api('projects');
    const { projects } = (await answer.json()) as { projects: unknown[] };
    return projects.map(project => Project.parse(project));
  }

  async active(): Promise<string | undefined> {
    return (await this.projects()).find(({ active }) => active)?.id;
  }

  /** Return the names of servers whose pods are not ending. */
  servers(): string[] {
    return this.#pods.names();
  }

  /** Wait until all servers but one have ended. */
  async oneServer(): Promise<void> {
    await untilSeen(
      () => this.servers(),
      servers => servers.length === 1,
      'the end of all servers but one',
      30
    );
  }

  /** Return the servers of which two pods ran at once. */
  twice(): string[] {
    return [...this.#pods.twice];
  }

  /** True when a server of the project answers, asked past the companion. */
  serves(project: string): Promise<boolean> {
    return this.#pods.serves(project);
  }

  async close(): Promise<void> {
    await this.stop('SIGKILL');
    await this.#pods.dispose();
    await this.namespace.remove();
    rmSync(this.#folder, { recursive: true });
  }

  #configure(image: string, { kubernetes, times }: BenchOptions): void {
    const { kubeconfig, registry } = this.cluster;
    const config = {
      ...{
        data: join(this.#folder, 'data'),
        port: 0,
        token: TOKEN,
        user: USER
      },
      ...{ driver: 'kubernetes', builder: 'binderhub', keepWarm: 0 },
      logLevel: process.env.LOG_LEVEL ?? 'error',
      // Nothing is built here.
      binderhub: { url: 'http://127.0.0.1:9/' },
      registry: { url: `http://${registry}/`, insecure: [registry] },
      times: { stopGraceMs: 50, startTimeoutMs: 60_000, ...times },
      kubernetes: {
        ...{ kubeconfig, image, namespace: this.namespace.name },
        ...kubernetes
      }
    };
    const file = join(this.#folder, 'config.json');
    writeFileSync(file, JSON.stringify(config));
  }
}
