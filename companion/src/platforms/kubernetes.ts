import { binderHubBuilder } from '../builds/binderhub/binderhub.ts';
import { Agents } from '../drivers/cluster/agents.ts';
import { Claims } from '../drivers/cluster/claims.ts';
import { connect } from '../drivers/cluster/connection.ts';
import { FilesPods } from '../drivers/cluster/files-pods.ts';
import { KubernetesDriver } from '../drivers/kubernetes/kubernetes-driver.ts';
import { PodInventory } from '../drivers/cluster/pod-inventory.ts';
import { Failed } from '../base/errors.ts';
import { parseReference } from '../registry/reference.ts';
import { Registry } from '../registry/registry.ts';
import { repositories } from './repositories.ts';
import type { Logger } from 'pino';
import type { Kubernetes } from '../config/kubernetes-settings.ts';
import type { Driver } from '../drivers/driver.ts';
import type { Machine } from './repositories.ts';
import { ownUsers } from './own-users.ts';
import type { Platform } from './platform.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface ClusterOptions {
  readonly settings: Kubernetes;
  readonly imageBytes: (image: string) => Promise<number | undefined>;
  /** The path at which pages of servers find this service. */
  readonly companionUrl: string;
  /** The version of the panel, which is the companion's own. */
  readonly version: string;
  readonly log: Logger;
  readonly now: () => Date;
}

/** How long a registry may take to tell an image's size. */
const SIZE_MS = 10_000;

/** Make the parts for a cluster: `kubernetes` driver and BinderHub's images. */
export function kubernetesPlatform(machine: Machine): Platform {
  const { config, data, log, now } = machine;
  const { git, remotes, sources } = repositories(machine);
  const { scratch } = data;
  const builder = binderHubBuilder(config, { remotes, git, scratch, log, now });
  const registry = new Registry(config.registry);
  const places = clusterPlaces({
    settings: config.kubernetes,
    imageBytes: async image => {
      const signal = AbortSignal.timeout(SIZE_MS);
      return (await registry.details(parseReference(image), signal)).bytes;
    },
    companionUrl: config.basePath,
    version: machine.version,
    log,
    now
  });
  const { profiles } = config.kubernetes;
  return {
    ...{ ...places, ...ownUsers(config) },
    ...{ builders: [builder], sources, profiles }
  };
}

/** Make the driver and the volumes of a cluster. */
export function clusterPlaces(options: ClusterOptions): {
  driver: Driver;
  volumes: Volumes;
} {
  const { settings, imageBytes, version, log, now } = options;
  const { image, outageMs } = settings;
  if (image === undefined) {
    throw new Failed(
      'invalid-request',
      'The setting "kubernetes.image" is missing: the image of this product, which users\u2019 pods run beside their own.',
      { field: 'kubernetes.image' }
    );
  }
  const cluster = connect(settings);
  const inventory = new PodInventory({ cluster, log });
  const shared = {
    ...{ cluster, inventory, outageMs, log },
    settings: { ...settings, image }
  };
  const claims = new Claims(shared);
  const filesPods = new FilesPods(shared);
  const agents = new Agents({ inventory, claims, filesPods });
  const driver = new KubernetesDriver({
    ...shared,
    ...{ claims, agents, filesPods, imageBytes, version, now },
    companionUrl: options.companionUrl
  });
  return { driver, volumes: agents };
}
