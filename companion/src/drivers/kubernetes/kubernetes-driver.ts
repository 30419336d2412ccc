import { randomBytes } from 'node:crypto';
import type { V1Pod } from '@kubernetes/client-node';
import type { Logger } from 'pino';
import type { HomeState } from '../../volumes/volume.ts';
import type {
  Driver,
  Endpoint,
  ExitListener,
  Progress,
  RunningServer
} from '../driver.ts';
import type { ServerRef } from '../server-ref.ts';
import type { LaunchPlan, ProjectPlan } from '../launch-plan.ts';
import { abortable } from '../../base/abortable.ts';
import type { Claims } from '../cluster/claims.ts';
import {
  inWords,
  isTransient,
  persist,
  unreachable
} from '../cluster/cluster.ts';
import type { FilesPods } from '../cluster/files-pods.ts';
import { fillFolder } from '../cluster/fill.ts';
import type { FillDeps } from '../cluster/fill.ts';
import {
  isOf,
  LABELS,
  newGeneration,
  selector,
  userSlug
} from '../cluster/names.ts';
import type { PodSettings } from '../cluster/pod-parts.ts';
import { endPod } from '../cluster/pod-end.ts';
import { ServerEnds } from './server-ends.ts';
import { addressOf } from '../cluster/container-states.ts';
import { startServer } from './server-start.ts';
import { runsAlready } from '../start-failure.ts';
import { StartGuard } from './start-guard.ts';
import { serverPod } from './server-pod.ts';
import {
  alivePod,
  described,
  isAlive,
  matches,
  runs,
  serverOf
} from './described-pod.ts';
import { PORTS } from '../cluster/own-image.ts';
import { serverToken } from '../cluster/server-token.ts';

export interface KubernetesDeps extends FillDeps {
  readonly settings: PodSettings;
  readonly claims: Claims;
  readonly filesPods: FilesPods;
  readonly companionUrl: string;
  readonly log: Pick<Logger, 'warn'>;
}

/** Runs servers as pods, which outlive the companion. */
export class KubernetesDriver implements Driver {
  readonly strategy: Driver['strategy'];
  readonly rescueImage: string | undefined;
  readonly #deps: KubernetesDeps;
  readonly #starts = new StartGuard();
  readonly #ends: ServerEnds;

  constructor(deps: KubernetesDeps) {
    const { claim, strategy } = deps.settings;
    this.#deps = deps;
    this.rescueImage = deps.settings.rescueImage;
    // A `ReadWriteOncePod` volume takes one pod at a time.
    this.strategy =
      claim.accessMode === 'ReadWriteOncePod' ? 'recreate' : strategy;
    this.#ends = new ServerEnds(deps, server => this.#starts.has(server));
  }

  async fill(plan: ProjectPlan, progress: Progress): Promise<void> {
    const { server, newVolume } = plan;
    await this.#starts.guard(server, progress, async held => {
      await this.#endFills(server.user);
      await this.#deps.claims.require(server.user, newVolume, held.signal);
      await this.#deps.filesPods.makeRoom(server.user, () =>
        fillFolder(this.#deps, plan, this.#context(), held)
      );
    });
  }

  async start(plan: LaunchPlan, progress: Progress): Promise<RunningServer> {
    return await this.#starts.guard(plan.server, progress, async held => {
      const { claims, filesPods } = this.#deps;
      const { user } = plan.server;
      await Promise.all([
        this.#endFills(user),
        this.#requireFree(plan),
        claims.require(user, false, held.signal)
      ]);
      const start = () => {
        const pod = serverPod(plan, this.#context());
        return startServer(this.#deps, plan, pod, held);
      };
      const pod = await filesPods.holdOff(user, () =>
        filesPods.makeRoom(user, start)
      );
      return described(pod);
    });
  }

  async stop(server: ServerRef): Promise<void> {
    this.#starts.end(server);
    await this.#deps.filesPods.letGo(server.user, () => this.#stop(server));
  }

  async #stop(server: ServerRef): Promise<void> {
    const { user, name } = server;
    const labels = { [LABELS.user]: userSlug(user), [LABELS.server]: name };
    const named = await persist(() => this.#list(labels), this.#deps);
    const pods = named.filter(pod => isOf(user, pod));
    // A pod that is not in the inventory would be taken for one that is gone.
    pods.forEach(pod => {
      this.#deps.inventory.learn(pod);
    });
    // The caller has its own deadline, and reports the pods that stay.
    const never = new AbortController().signal;
    await Promise.all(
      pods.map(({ metadata }) => {
        const { name = '', uid = '' } = metadata ?? {};
        this.#ends.expect(name);
        return endPod(this.#deps, { name, uid }, never);
      })
    );
  }

  /**
   * Includes servers whose start a crash of the companion cut short. Each is
   * read, as the watch may be silent; a list would make the API server look at
   * all pods.
   */
  async list(user: string): Promise<RunningServer[]> {
    const before = await this.#serverPods(user);
    await Promise.all(before.map(pod => this.#read(pod)));
    return this.known(user);
  }

  async known(user?: string): Promise<RunningServer[]> {
    const pods = await this.#serverPods(user);
    return pods.filter(isAlive).map(described);
  }

  async answers(): Promise<void> {
    const { api, namespace } = this.#deps.cluster;
    // Answered from the API server's memory, as it is asked every few seconds.
    const one = { namespace, limit: 1, resourceVersion: '0' };
    const labelSelector = selector({ [LABELS.role]: 'none' });
    await inWords(api.listNamespacedPod({ ...one, labelSelector }));
  }

  async #read({ metadata }: V1Pod): Promise<void> {
    try {
      await inWords(this.#deps.inventory.read(metadata?.name ?? ''));
    } catch (error) {
      // Running Labs are unaffected when the API server is away.
      if (!isTransient(error)) {
        throw error;
      }
    }
  }

  async #serverPods(user: string | undefined): Promise<V1Pod[]> {
    const { inventory, outageMs } = this.#deps;
    if (!inventory.isListed) {
      // Before the first list no pod is known, though some may run.
      const late = AbortSignal.timeout(outageMs);
      await abortable(inventory.listed, late).catch((error: unknown) => {
        throw unreachable(error);
      });
    }
    return inventory.pods.filter(
      pod =>
        (user === undefined || isOf(user, pod)) && serverOf(pod) !== undefined
    );
  }

  async endpoint(server: ServerRef): Promise<Endpoint | undefined> {
    const pod = await this.#serving(server);
    return (
      pod && {
        target: `http://${addressOf(pod)}:${String(PORTS.server)}`,
        token: serverToken(pod)
      }
    );
  }

  async home(
    server: ServerRef,
    folder: string,
    signal: AbortSignal
  ): Promise<HomeState | undefined> {
    const pod = await this.#serving(server);
    const agent = pod && (await this.#deps.agents.ofPod(pod, signal));
    return await agent?.home(folder, signal);
  }

  async #serving(server: ServerRef): Promise<V1Pod | undefined> {
    await this.#deps.inventory.listed;
    const pod = alivePod(this.#deps.inventory.pods, server);
    return pod && runs(pod) && !this.#starts.has(server) ? pod : undefined;
  }

  onExit(listener: ExitListener): () => void {
    return this.#ends.listen(listener);
  }

  async dispose(): Promise<void> {
    this.#ends.dispose();
    await this.#deps.inventory.dispose();
  }

  async #requireFree({ server }: LaunchPlan): Promise<void> {
    const servers = await this.list(server.user);
    if (servers.some(({ name }) => name === server.name)) {
      throw runsAlready(server);
    }
  }

  /** End fills that an outage left: a user has one at a time. */
  async #endFills(user: string): Promise<void> {
    const labels = { [LABELS.role]: 'fill' };
    const stray = this.#deps.inventory.pods.filter(
      pod => isOf(user, pod) && matches(pod, labels)
    );
    await Promise.all(stray.map(pod => this.#ends.endQuietly(pod)));
  }

  #context() {
    const { settings, companionUrl } = this.#deps;
    return {
      settings,
      companionUrl,
      generation: newGeneration(),
      secret: randomBytes(32).toString('hex')
    };
  }

  async #list(labels: Record<string, string>): Promise<V1Pod[]> {
    const { api, namespace } = this.#deps.cluster;
    const labelSelector = selector(labels);
    const list = api.listNamespacedPod({ namespace, labelSelector });
    return (await inWords(list)).items;
  }
}
