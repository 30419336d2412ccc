import type { V1Pod } from '@kubernetes/client-node';
import type { Cluster, PodEvent } from '../drivers/cluster/cluster.ts';

interface Watching {
  readonly tell: (event: PodEvent) => void;
  readonly end: (error?: Error) => void;
}

const OURS = { 'app.kubernetes.io/managed-by': 'jupyterlab-projects' };

/** An API server that knows pods, and nothing else. */
export class PodsApi {
  readonly pods = new Map<string, V1Pod>();
  /** May throw to refuse a pod that is about to be made. */
  admit: (pod: V1Pod) => void = () => undefined;
  /** Called with the name of a pod that is gone. */
  onRemove: (name: string) => void = () => undefined;
  readonly cluster: Cluster;
  /** Number of lists of pods; each page counts. */
  lists = 0;
  readonly #watching = Promise.withResolvers<undefined>();
  readonly #told: PodEvent[] = [];
  readonly #watches = new Set<Watching>();
  #version = 0;

  constructor() {
    const absent = () => Promise.reject(PodsApi.refusal(404));
    this.cluster = {
      namespace: 'users',
      api: {
        listNamespacedPod: ({ limit = Infinity, _continue = '0' }) =>
          Promise.resolve(this.#page(Number(_continue), limit)),
        createNamespacedPod: ({ body }) => this.#create(body),
        listNamespacedEvent: () => Promise.resolve({ items: [] }),
        readNamespacedPod: ({ name }) => {
          const pod = this.pods.get(name);
          return pod ? Promise.resolve(pod) : absent();
        },
        deleteNamespacedPod: ({ name }) => {
          const pod = this.pods.get(name);
          this.remove(name);
          return pod ? Promise.resolve(pod) : absent();
        },
        readNamespacedPodLog: absent,
        readNamespacedPersistentVolumeClaim: absent,
        createNamespacedPersistentVolumeClaim: absent
      },
      watchPods: ({ resourceVersion }, tell, signal) => {
        const { promise, resolve, reject } = Promise.withResolvers<undefined>();
        const end = (error?: Error) => {
          this.#watches.delete(watching);
          if (error) {
            reject(error);
          } else {
            resolve(undefined);
          }
        };
        const watching = { tell, end };
        this.#watches.add(watching);
        this.#told.slice(Number(resourceVersion)).forEach(tell);
        this.#watching.resolve(undefined);
        signal.addEventListener('abort', () => {
          end();
        });
        return promise;
      }
    };
  }

  /** Resolves once a watch tells changes. */
  get watched(): Promise<undefined> {
    return this.#watching.promise;
  }

  /** End all watches, as often happens, or let them fail. */
  endWatches(error?: Error): void {
    for (const { end } of [...this.#watches]) {
      end(error);
    }
  }

  /** Set a pod's state from now on. */
  put(pod: V1Pod): V1Pod {
    this.#version += 1;
    const resourceVersion = String(this.#version);
    const { name = '', uid = `uid-${name}` } = pod.metadata ?? {};
    const labels = { ...OURS, ...pod.metadata?.labels };
    const metadata = { ...pod.metadata, name, uid, labels, resourceVersion };
    const put = { ...pod, metadata };
    const type = this.pods.has(name) ? 'MODIFIED' : 'ADDED';
    this.pods.set(name, put);
    this.#tell({ type, pod: put });
    return put;
  }

  /** Let each container of the pod run. */
  run(pod: V1Pod, podIP = '10.0.0.1'): void {
    const state = { running: { startedAt: new Date(0) } };
    const containerStatuses = (pod.spec?.containers ?? []).map(({ name }) => ({
      ...{ name, state, image: '', imageID: '' },
      ...{ ready: true, restartCount: 0 }
    }));
    this.put({
      ...pod,
      status: { phase: 'Running', podIP, containerStatuses }
    });
  }

  remove(name: string): void {
    const pod = this.pods.get(name);
    if (this.pods.delete(name) && pod) {
      this.#version += 1;
      const resourceVersion = String(this.#version);
      const metadata = { ...pod.metadata, resourceVersion };
      this.#tell({ type: 'DELETED', pod: { ...pod, metadata } });
      this.onRemove(name);
    }
  }

  /** Make the error that the client throws for a status of the API server. */
  static refusal(code: number, message = ''): Error {
    const body = JSON.stringify({ message });
    return Object.assign(new Error(message), { code, body });
  }

  /** Each version has one event, so the number told is the list's version. */
  #page(from: number, limit: number) {
    this.lists += 1;
    const all = [...this.pods.values()];
    const to = from + limit;
    return {
      items: all.slice(from, to),
      metadata: {
        resourceVersion: String(this.#version),
        ...(to < all.length ? { _continue: String(to) } : {})
      }
    };
  }

  #tell(event: PodEvent): void {
    this.#told.push(event);
    for (const { tell } of this.#watches) {
      tell(event);
    }
  }

  async #create(pod: V1Pod): Promise<V1Pod> {
    await Promise.resolve();
    this.admit(pod);
    return this.put(pod);
  }
}
