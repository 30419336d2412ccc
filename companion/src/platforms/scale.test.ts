/** A site's calls to its API server do not grow with its users. */
import { Agents } from '../drivers/cluster/agents.ts';
import type { CoreApi } from '../drivers/cluster/cluster.ts';
import { FilesPods } from '../drivers/cluster/files-pods.ts';
import { Claims } from '../drivers/cluster/claims.ts';
import { PodInventory } from '../drivers/cluster/pod-inventory.ts';
import { KubernetesDriver } from '../drivers/kubernetes/kubernetes-driver.ts';
import { readConfig } from '../config/config.ts';
import { openStore } from '../store/store.ts';
import { FakeBuilder } from '../testing/fake-builder.ts';
import { FakeVolume } from '../testing/fake-volume.ts';
import { PodsApi } from '../testing/pods-api.ts';
import { podsOf, populate, userName } from '../testing/population.ts';
import { oneVolume } from '../volumes/volumes.ts';
import { ownUsers } from './own-users.ts';
import { createServices, dispose, recover } from './services.ts';

const quiet = () => undefined;
const log = { error: quiet, warn: quiet, info: quiet, debug: quiet };

/** Open a site; `asked` tells the calls to its API server since last asked. */
async function open(servers: number) {
  const population = { users: servers * 2, servers, registry: 'reg.test' };
  const store = openStore(':memory:');
  await populate(store, population);
  const api = new PodsApi();
  podsOf(population).forEach(pod => api.put(pod));
  const asked: string[] = [];
  const counted = new Proxy(api.cluster.api, {
    get: (target, name: keyof CoreApi) => {
      const call = target[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        asked.push(name);
        return call(...args);
      };
    }
  });
  const cluster = { ...api.cluster, api: counted };
  const config = readConfig({
    args: [],
    environment: {},
    ...{ home: '/', user: 'ada', cwd: '/', interactive: false }
  });
  const inventory = new PodInventory({ cluster, log });
  const settings = { ...config.kubernetes, image: 'projects.test/own:1' };
  const shared = { cluster, inventory, settings, log, outageMs: 1000 };
  const claims = new Claims(shared);
  const filesPods = new FilesPods(shared);
  const agents = new Agents({ inventory, claims, filesPods });
  const driver = new KubernetesDriver({
    ...{ ...shared, claims, filesPods, agents, version: '0', companionUrl: '' },
    imageBytes: () => Promise.resolve(undefined),
    now: () => new Date()
  });
  const builder = new FakeBuilder();
  const services = createServices({
    ...{ config, store, log, logs: '/nowhere' },
    platform: {
      ...{ ...ownUsers(config), profiles: [] },
      ...{ driver, volumes: oneVolume(new FakeVolume()) },
      builders: [builder],
      sources: { resolve: () => Promise.reject(new Error('no source')) }
    },
    now: () => new Date()
  });
  return {
    services,
    asked: () => asked.splice(0),
    close: async () => {
      filesPods.dispose();
      await dispose(services);
    }
  };
}

/** Tell the calls to the API server, by what was done. */
async function story(servers: number): Promise<Record<string, string[]>> {
  const { services, asked, close } = await open(servers);
  await recover(services);
  // This waits until the servers of all users have been looked at.
  await services.switcher.dispose();
  const start = asked();
  const metrics = await services.metrics.registry.metrics();
  expect(metrics).toContain(`projects_servers_running ${String(servers)}`);
  const scrape = asked();
  const { projects } = await services.projects.list(userName(0));
  expect(projects.filter(({ url }) => url !== undefined)).toHaveLength(1);
  const listing = asked();
  await close();
  return { start, scrape, listing };
}

test('a start lists all pods once, a scrape and a listing ask nothing', async () => {
  expect(await story(2_000)).toEqual({
    // Page by page, 250 pods each.
    start: Array.from({ length: 8 }, () => 'listNamespacedPod'),
    scrape: [],
    listing: []
  });
});
