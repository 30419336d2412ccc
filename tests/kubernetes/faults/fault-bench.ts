/** A user who works in one of two projects, and the faults that happen. */
import { setTimeout as pause } from 'node:timers/promises';
import { Problem, Switch } from '../../../companion/src/contract/contract.ts';
import { ApiServerProxy } from '../../cluster/api-server-proxy.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { registryProxy } from '../../cluster/registry-proxy.ts';
import type { RegistryProxy } from '../../cluster/registry-proxy.ts';
import { until } from '../../cluster/waiting.ts';
import { changedFiles, claimFolder, treeOf } from '../claim-files.ts';
import { CompanionBench } from '../companion-bench.ts';
import type { BenchOptions } from '../companion-bench.ts';
import { USER } from '../places.ts';
import { quickImage } from '../quick-image.ts';
import type { Fault, Outcome, Scene } from './fault.ts';
import { OUTAGE_MS } from './list.ts';

const LOOK_MS = 100;
/** Time for the companion to tidy up after a fault. */
const CALM_S = 30;

export class FaultBench {
  readonly #bench: CompanionBench;
  readonly #way: ApiServerProxy;
  readonly #proxies: readonly RegistryProxy[];
  readonly #root: string;

  private constructor(
    bench: CompanionBench,
    way: ApiServerProxy,
    proxies: readonly RegistryProxy[],
    root: string
  ) {
    this.#bench = bench;
    this.#way = way;
    this.#proxies = proxies;
    this.#root = root;
  }

  static async open(): Promise<FaultBench> {
    const made = Promise.withResolvers<[ApiServerProxy, RegistryProxy[]]>();
    const bench = await CompanionBench.open(async cluster => {
      const way = await ApiServerProxy.open(cluster);
      const login = await registryProxy(cluster, { status: 401 });
      const failing = await registryProxy(cluster, { status: 500 });
      made.resolve([way, [login, failing]]);
      return await options(cluster, way, login, failing);
    });
    const [way, proxies] = await made.promise;
    await bench.start();
    await bench.switchTo('beta');
    await bench.switchTo('alpha');
    const claim = `projects-${USER}`;
    const root = await claimFolder(bench.cluster, bench.namespace, claim);
    return new FaultBench(bench, way, proxies, root);
  }

  /** Make a fault once at a step of a switch, and return what came of it. */
  async outcome(fault: Fault, step: Fault['steps'][number]): Promise<Outcome> {
    const from = await this.#calm();
    const to = fault.to ?? (from === 'alpha' ? 'beta' : 'alpha');
    const [bench, way, root] = [this.#bench, this.#way, this.#root];
    const scene: Scene = { bench, way, root, from, to };
    const before = await treeOf(root);
    const gaps = new Gaps(() => this.#anyServes(from, to));
    if (step !== 'before') {
      await this.#begin(to);
      await bench.reaches(step);
    }
    const began = performance.now();
    await fault.happen?.(scene);
    const refused = step === 'before' ? await this.#begin(to) : undefined;
    const seen = refused ?? shown(await bench.ended(120));
    const seconds = (performance.now() - began) / 1000;
    await fault.mend?.(scene);
    way.mend();
    const active = await this.#calm();
    const without = await gaps.end();
    const changed = changedFiles(before, await treeOf(root));
    const now = active === from ? 'old' : 'new';
    const works = await bench.serves(active);
    return {
      ...{ fault: fault.name, step, seen, seconds, without, changed },
      now: works ? now : 'neither'
    };
  }

  async close(): Promise<void> {
    await this.#bench.close();
    await this.#way.close();
    await Promise.all(this.#proxies.map(proxy => proxy.close()));
  }

  /** Begin a switch; resolves to the reason if it was refused. */
  async #begin(project: string): Promise<string | undefined> {
    const answer = await this.#bench.request({ project });
    const body: unknown = await answer.json();
    if (answer.status === 202) {
      Switch.parse(body);
      return undefined;
    }
    const { code, detail } = Problem.parse(body);
    return `not begun: \`${code}\` ${detail}`;
  }

  /** Wait until only the user's server runs; start it again if it has ended. */
  async #calm(): Promise<string> {
    const bench = this.#bench;
    let active = '';
    const isCalm = async () => {
      active = (await bench.active()) ?? '';
      const { endedAt } = (await bench.latest()) ?? {};
      return (
        endedAt !== undefined &&
        (await bench.serves(active)) &&
        bench.servers().length === 1
      );
    };
    try {
      await until(isCalm, 'calm', CALM_S);
    } catch {
      await bench.switchTo(active);
      await until(isCalm, 'calm', CALM_S);
    }
    return active;
  }

  async #anyServes(from: string, to: string): Promise<boolean> {
    const all = [from, to].map(project => this.#bench.serves(project));
    return (await Promise.all(all)).includes(true);
  }
}

async function options(
  cluster: Cluster,
  way: ApiServerProxy,
  login: RegistryProxy,
  failing: RegistryProxy
): Promise<BenchOptions> {
  const quick = await quickImage(cluster);
  return {
    projects: {
      alpha: [quick],
      beta: [quick],
      broken: [await cluster.image('broken')],
      'no-jupyter': [await cluster.image('no-jupyter')],
      unknown: [`${cluster.registry}/lab@sha256:${'0'.repeat(64)}`],
      login: [login.reference(quick)],
      failing: [failing.reference(quick)]
    },
    kubernetes: { kubeconfig: way.kubeconfig, outageMs: OUTAGE_MS }
  };
}

function shown({ phase, error, warning, strategy }: Switch): string {
  const way =
    strategy === 'recreate' ? ', after the old server had stopped' : '';
  const end = warning === undefined ? phase : `${phase}, \`${warning}\``;
  return error === undefined
    ? `${end}${way}`
    : `${end}: \`${error.code}\` ${error.detail}`;
}

/** The longest time in which nobody answered. */
class Gaps {
  readonly #answers: () => Promise<boolean>;
  readonly #looking: Promise<void>;
  #longest = 0;
  #over = false;

  constructor(answers: () => Promise<boolean>) {
    this.#answers = answers;
    this.#looking = this.#look();
  }

  async end(): Promise<number> {
    this.#over = true;
    await this.#looking;
    return this.#longest / 1000;
  }

  async #look(): Promise<void> {
    let since: number | undefined;
    while (!this.#over) {
      const now = performance.now();
      since = (await this.#answers()) ? undefined : (since ?? now);
      if (since !== undefined) {
        this.#longest = Math.max(this.#longest, performance.now() - since);
      }
      await pause(LOOK_MS);
    }
  }
}
