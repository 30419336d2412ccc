import type { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { statusOf } from './cluster.ts';
import type { CoreApi } from './cluster.ts';

/**
 * Our credentials for the API server. They are read again when it rejects them:
 * tokens in files are replaced long before they end, but clients keep the old.
 */
export class Credentials {
  readonly #read: () => KubeConfig;
  #config: KubeConfig;

  constructor(read: () => KubeConfig) {
    this.#read = read;
    this.#config = read();
  }

  get config(): KubeConfig {
    return this.#config;
  }

  /** Make an API that repeats a call with new credentials after a 401, once. */
  renewing(connect: (config: KubeConfig) => CoreV1Api): CoreApi {
    let config = this.#config;
    let api = connect(config);
    const current = (): CoreV1Api => {
      if (config !== this.#config) {
        config = this.#config;
        api = connect(config);
      }
      return api;
    };
    return new Proxy(api, {
      get: (_target, name) => {
        return async (...args: unknown[]): Promise<unknown> => {
          const shown = this.#config;
          try {
            return await call(current(), name, args);
          } catch (error) {
            if (statusOf(error) !== 401) {
              throw error;
            }
            this.#renew(shown);
            return await call(current(), name, args);
          }
        };
      }
    });
  }

  /** Read the credentials again, unless another call has done so since. */
  #renew(shown: KubeConfig): void {
    if (this.#config === shown) {
      this.#config = this.#read();
    }
  }
}

async function call(
  api: CoreV1Api,
  name: string | symbol,
  args: unknown[]
): Promise<unknown> {
  const method: unknown = Reflect.get(api, name);
  if (typeof method !== 'function') {
    throw new TypeError(`The API has no call ${String(name)}.`);
  }
  return await (Reflect.apply(method, api, args) as Promise<unknown>);
}
