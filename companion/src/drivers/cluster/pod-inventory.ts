import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Container, V1Pod, V1PodList } from '@kubernetes/client-node';
import { statusOf } from './cluster.ts';
import type { Cluster, PodEvent } from './cluster.ts';
import { selector } from './names.ts';

export interface InventoryDeps {
  readonly cluster: Pick<Cluster, 'api' | 'namespace' | 'watchPods'>;
  readonly log: { warn(about: object, message: string): void };
}

export type PodListener = (pod: V1Pod, gone: boolean) => void;

/** Least time from one list or watch to the next, when they end at once. */
const PAUSE_MS = 1_000;
const SELECTOR = selector({});
/** The status of a watch from a version that the API server has forgotten. */
const GONE = 410;

/** Pods are listed page by page: thousands at once take hundreds of MB. */
const PAGE = 250;

/**
 * All pods of ours: listed once, and kept up to date by a watch. It is begun
 * anew from where it was at least every 30 seconds, as it can fall silent
 * without a word (I10). Pods are listed again only where the API server has
 * forgotten the version to go on from.
 */
export class PodInventory {
  readonly #deps: InventoryDeps;
  readonly #pods = new Map<string, V1Pod>();
  readonly #listeners = new Set<PodListener>();
  /** Names of the pods that were heard of since the last list was asked for. */
  readonly #heard = new Set<string>();
  readonly #stop = new AbortController();
  readonly #listed = Promise.withResolvers<undefined>();
  readonly #running: Promise<void>;
  #goneAt = -Infinity;
  #isListed = false;
  /** The resource version to watch from; none before a list. */
  #version: string | undefined;

  constructor(deps: InventoryDeps) {
    this.#deps = deps;
    this.#running = this.#run();
  }

  /** Resolves once the pods were listed. */
  get listed(): Promise<undefined> {
    return this.#listed.promise;
  }

  /** True once the pods were listed; before, none are known. */
  get isListed(): boolean {
    return this.#isListed;
  }

  get pods(): V1Pod[] {
    return [...this.#pods.values()];
  }

  /** When a pod was last seen to be gone, by the clock of `performance`. */
  get goneAt(): number {
    return this.#goneAt;
  }

  find(name: string): V1Pod | undefined {
    return this.#pods.get(name);
  }

  /** Tell of every change. Returns a function that ends it. */
  onChange(listener: PodListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Add a pod that was just made, unless the watch already knows it. */
  learn(pod: V1Pod): void {
    if (!this.find(nameOf(pod))) {
      this.#set(pod);
    }
  }

  /** Read one pod from the API server, as the watch may be silent. */
  async read(name: string): Promise<void> {
    const { api, namespace } = this.#deps.cluster;
    try {
      this.#set(await api.readNamespacedPod({ namespace, name }));
    } catch (error) {
      if (statusOf(error) !== 404) {
        throw error;
      }
      const pod = this.find(name);
      if (pod) {
        this.#remove(pod);
      }
    }
  }

  async dispose(): Promise<void> {
    this.#listeners.clear();
    this.#stop.abort();
    this.#listed.resolve(undefined);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const began = performance.now();
      try {
        await this.#listAndWatch(signal);
      } catch (error) {
        if (!this.#stop.signal.aborted) {
          this.#deps.log.warn(
            { err: error },
            'Pods could not be watched; the watch is begun anew.'
          );
        }
      }
      const pause = Math.max(0, PAUSE_MS - (performance.now() - began));
      await sleep(pause, undefined, { signal, ref: false }).catch(() => null);
    }
  }

  async #listAndWatch(signal: AbortSignal): Promise<void> {
    this.#version ??= await this.#list();
    const from = { labelSelector: SELECTOR, resourceVersion: this.#version };
    const listen = (event: PodEvent) => {
      this.#apply(event);
    };
    try {
      await this.#deps.cluster.watchPods(from, listen, signal);
    } catch (error) {
      if (statusOf(error) === GONE) {
        this.#version = undefined;
      }
      throw error;
    }
  }

  /** List the pods, and return the version; pods not listed count as gone. */
  async #list(): Promise<string> {
    const { api, namespace } = this.#deps.cluster;
    const query = { namespace, labelSelector: SELECTOR, limit: PAGE };
    this.#heard.clear();
    const pods: V1Pod[] = [];
    let page: V1PodList | undefined;
    do {
      const { _continue } = page?.metadata ?? {};
      page = await api.listNamespacedPod(
        _continue === undefined ? query : { ...query, _continue }
      );
      pods.push(...page.items.map(kept));
    } while (page.metadata?._continue);
    this.#replace(pods);
    this.#isListed = true;
    this.#listed.resolve(undefined);
    return page.metadata?.resourceVersion ?? '0';
  }

  #apply({ type, pod }: PodEvent): void {
    this.#version = pod.metadata?.resourceVersion ?? this.#version;
    if (type === 'DELETED') {
      this.#remove(pod);
    } else if (type === 'ADDED' || type === 'MODIFIED') {
      this.#set(pod);
    }
  }

  /**
   * Replace the pods by a list. Pods that came or went while the list was under
   * way stay so; the watch, which begins at the list, tells of them again.
   */
  #replace(pods: readonly V1Pod[]): void {
    const listed = new Set(pods.map(nameOf));
    for (const pod of this.pods) {
      if (!listed.has(nameOf(pod)) && !this.#heard.has(nameOf(pod))) {
        this.#remove(pod);
      }
    }
    for (const pod of pods) {
      if (this.#pods.has(nameOf(pod)) || !this.#heard.has(nameOf(pod))) {
        this.#set(pod);
      }
    }
  }

  #set(whole: V1Pod): void {
    const pod = kept(whole);
    const name = nameOf(pod);
    this.#heard.add(name);
    const version = pod.metadata?.resourceVersion;
    if (this.#pods.get(name)?.metadata?.resourceVersion !== version) {
      this.#pods.set(name, pod);
      this.#tell(pod, false);
    }
  }

  #remove(pod: V1Pod): void {
    this.#heard.add(nameOf(pod));
    if (this.#pods.delete(nameOf(pod))) {
      this.#goneAt = performance.now();
      this.#tell(pod, true);
    }
  }

  #tell(pod: V1Pod, gone: boolean): void {
    for (const listener of [...this.#listeners]) {
      listener(pod, gone);
    }
  }
}

/**
 * Drop most of a pod's spec. The variables of its containers are kept, as they
 * hold the secrets between the containers and us.
 */
function kept({ metadata, spec, status }: V1Pod): V1Pod {
  const containers = spec?.containers ?? [];
  const { initContainers } = spec ?? {};
  return {
    ...(metadata ? { metadata } : {}),
    ...(status ? { status } : {}),
    spec: {
      containers: containers.map(told),
      ...(initContainers ? { initContainers: initContainers.map(told) } : {})
    }
  };
}

function told({ name, env }: V1Container): V1Container {
  return env ? { name, env } : { name };
}

function nameOf({ metadata }: V1Pod): string {
  return metadata?.name ?? '';
}
