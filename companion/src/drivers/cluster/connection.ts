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

/** A call to an API server that hangs would wait for ever. */
const CALL_MS = 5_000;
/** Before a create, the API server asks webhooks, by default for 10 s each. */
const CREATE_MS = 12_000;
/** The API server ends a watch by then; the next one goes on from there. */
const WATCH_SECONDS = 30;

/** Connect to the cluster of a kubeconfig file, or to the one we run in. */
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
        // Bookmarks keep the version recent while no pod changes.
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

/** Make an error like those that the client throws when a call fails. */
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
