import {
  CoreV1Api,
  createConfiguration,
  HttpMethod,
  KubeConfig,
  ServerConfiguration,
  Watch
} from '@kubernetes/client-node';
import type { RequestContext, V1Pod, V1Status } from '@kubernetes/client-node';
import type { Kubernetes } from '../../config/kubernetes-settings.ts';
import type { Cluster } from './cluster.ts';
import { Credentials } from './credentials.ts';

/** An API server that is stopped, not gone, would let a call hang for ever. */
const CALL_MS = 5_000;
/** It asks webhooks before it creates, by default for 10 s each. */
const CREATE_MS = 12_000;
/** The server ends a watch itself by then, and the next one goes on. */
const WATCH_SECONDS = 30;

/** The cluster of a kubeconfig file, or the one that we run in. */
export function connect(
  settings: Pick<Kubernetes, 'kubeconfig' | 'namespace'>
): Cluster {
  const credentials = new Credentials(() => readConfig(settings));
  const { namespace } = settings;
  return {
    namespace,
    api: credentials.renewing(coreApi),
    watchPods: ({ labelSelector, resourceVersion }, listener, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      const path = `/api/v1/namespaces/${namespace}/pods`;
      const query = {
        labelSelector,
        resourceVersion,
        timeoutSeconds: WATCH_SECONDS,
        // The version goes on where no pod changes.
        allowWatchBookmarks: true
      };
      let failed: Error | undefined;
      const tell = (type: string, about: V1Pod & V1Status) => {
        if (type === 'ERROR') {
          failed = watchError(about);
        } else {
          listener({ type, pod: about });
        }
      };
      const done = (ended: unknown) => {
        const error = failed ?? ended;
        if (error instanceof Error) {
          reject(error);
        } else {
          resolve(undefined);
        }
      };
      const watch = new Watch(credentials.config);
      watch.watch(path, query, tell, done).then(controller => {
        const abort = () => {
          controller.abort();
        };
        signal.addEventListener('abort', abort);
        if (signal.aborted) {
          abort();
        }
        const release = () => {
          signal.removeEventListener('abort', abort);
        };
        promise.then(release, release);
      }, reject);
      return promise;
    }
  };
}

/** As the client throws what the API server answers to a call. */
function watchError({ code, message = '' }: V1Status): Error {
  return Object.assign(new Error(message), { code });
}

function readConfig({
  kubeconfig
}: Pick<Kubernetes, 'kubeconfig'>): KubeConfig {
  const config = new KubeConfig();
  if (kubeconfig === undefined) {
    config.loadFromCluster();
  } else {
    config.loadFromFile(kubeconfig);
  }
  return config;
}

function coreApi(config: KubeConfig): CoreV1Api {
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) {
    throw new Error('The kubeconfig names no cluster.');
  }
  return new CoreV1Api(
    createConfiguration({
      baseServer: new ServerConfiguration(server, {}),
      authMethods: { default: config },
      promiseMiddleware: [
        {
          pre: (context: RequestContext) => {
            const creates = context.getHttpMethod() === HttpMethod.POST;
            const limit = creates ? CREATE_MS : CALL_MS;
            context.setSignal(AbortSignal.timeout(limit));
            return Promise.resolve(context);
          },
          post: response => Promise.resolve(response)
        }
      ]
    })
  );
}
