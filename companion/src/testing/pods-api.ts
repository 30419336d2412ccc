import type { V1Pod } from '@kubernetes/client-node';
import type { Cluster, PodEvent } from '../drivers/cluster/cluster.ts';

const OURS = { 'app.kubernetes.io/managed-by': 'jupyterlab-projects' };

/** An API server that knows pods, and nothing else. */
export class PodsApi {
  readonly pods = new Map<string, V1Pod>();
  /** May refuse a pod that is about to be made. */
  admit: (pod: V1Pod) => void = () => undefined;
  /** Called with the name of a pod that is gone. */
  onRemove: (name: string) => void = () => undefined;
  readonly cluster: Cluster;
  readonly #watching = Promise.withResolvers<undefined>();
  #tell: (event: PodEvent) => void = () => undefined;
  #version = 0;

  constructor() {
    const absent = () => Promise.reject(PodsApi.refusal(404));
    this.cluster = {
      namespace: 'users',
      api: {
        listNamespacedPod: () =>
          Promise.resolve({
            items: [...this.pods.values()],
            metadata: { resourceVersion: '0' }
          }),
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
      watchPods: (_options, listener, signal) => {
        this.#tell = listener;
        this.#watching.resolve(undefined);
        return new Promise(resolve => {
          signal.addEventListener('abort', () => {
            resolve();
          });
        });
      }
    };
  }

  /** Resolves once changes are told. */
  get watched(): Promise<undefined> {
    return this.#watching.promise;
  }

  /** A pod as it is from now on. */
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

  /** Each container of the pod runs. */
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
      this.#tell({ type: 'DELETED', pod });
      this.onRemove(name);
    }
  }

  /** What the client throws for a status of the API server. */
  static refusal(code: number, message = ''): Error {
    const body = JSON.stringify({ message });
    return Object.assign(new Error(message), { code, body });
  }

  async #create(pod: V1Pod): Promise<V1Pod> {
    await Promise.resolve();
    this.admit(pod);
    return this.put(pod);
  }
}
