/** The companion's services on the real cluster, behind its gateway. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { Builder } from '../../companion/src/builds/builder.ts';
import { type Config, readConfig } from '../../companion/src/config/config.ts';
import { serve } from '../../companion/src/site/serve.ts';
import {
  createServices,
  dispose
} from '../../companion/src/platforms/services.ts';
import { ownUsers } from '../../companion/src/platforms/own-users.ts';
import type { Platform } from '../../companion/src/platforms/platform.ts';
import { openStore } from '../../companion/src/store/store.ts';
import {
  openPlaces,
  type Places,
  USER
} from '../../tests/kubernetes/places.ts';
import { type Address, type Api, apiOf } from '../api.ts';
import { REQUESTS } from './by-hand.ts';

const TOKEN = 'the-benchmarks-token';
const SOURCES = 'https://images.test/';

export interface ClusterSite extends Api, Address {
  readonly places: Places;
  /** Make a project of an image, given by its digest in the registry. */
  project(name: string, image: string): Promise<Project>;
  /** Switch to its end; resolves to the seconds from the request to *ready*. */
  switchTo(project: Project): Promise<number>;
  close(): Promise<void>;
}

/** Times for switches that no page follows: they end at once. */
export const NO_PAGES = { stopGraceMs: 0, arriveDeadlineMs: 0 };

/** Start everything; `settings` are the driver's, `times` those of switches. */
export async function openSite(
  settings: Record<string, unknown> = {},
  times: Partial<Config['times']> = {}
): Promise<ClusterSite> {
  const profile = { id: 'bench', label: 'Bench', requests: REQUESTS };
  const places = await openPlaces({ profiles: [profile], ...settings });
  const folder = await mkdtemp(join(tmpdir(), 'cluster-bench-'));
  await writeFile(join(folder, 'home.js'), '');
  const images = new Map<string, string>();
  const { driver, volumes } = places;
  const read = readConfig({
    args: ['--port', '0', '--token', TOKEN],
    environment: {},
    home: folder,
    user: USER,
    cwd: folder,
    interactive: false
  });
  const config = { ...read, times: { ...read.times, ...times }, keepWarm: 0 };
  const platform = {
    ...{ driver, volumes, ...imagesByName(images) },
    ...{ ...ownUsers(config), profiles: [profile] }
  };
  const quiet = () => undefined;
  const { error } = console;
  const log = { error, warn: error, info: quiet, debug: quiet };
  const services = createServices({
    ...{ config, platform, log },
    store: openStore(':memory:'),
    logs: join(folder, 'logs'),
    now: () => new Date()
  });
  const options = { config, version: '0.0.0', home: folder };
  const listening = await serve(services, options);
  const address = { origin: listening.origin, token: TOKEN };
  const api = apiOf(address);
  return {
    ...api,
    ...address,
    places,
    project: (name, image) => {
      images.set(SOURCES + name, image);
      return api.create(SOURCES + name);
    },
    switchTo: project => timedSwitch(api, project),
    close: async () => {
      await listening.close();
      await dispose(services);
      await places.close();
      await rm(folder, { recursive: true });
    }
  };
}

/**
 * Take the time of *ready* from the switch's own record, which has our clock:
 * polling for it often would slow the machine that is measured.
 */
async function timedSwitch(api: Api, project: Project): Promise<number> {
  const requested = Date.now();
  const { steps } = await api.open(project);
  const ready = steps.find(({ phase }) => phase === 'ready');
  if (!ready) {
    throw new Error('The switch has ended without having been ready.');
  }
  return (new Date(ready.startedAt).getTime() - requested) / 1000;
}

/** Return a builder that builds nothing: each name stands for a given image. */
function imagesByName(
  images: ReadonlyMap<string, string>
): Pick<Platform, 'builders' | 'sources'> {
  const imageOf = (url: string) => {
    const image = images.get(url);
    if (image === undefined) {
      throw new Error(`No image is called ${url}.`);
    }
    return image;
  };
  const builder: Builder = {
    name: 'binderhub',
    runsHere: false,
    inspect: () =>
      Promise.resolve({ files: [], notHonoured: [], cached: true }),
    build: ({ source }) =>
      Promise.resolve({ image: imageOf(source.url), filled: false }),
    available: () => Promise.resolve(true),
    collect: () => Promise.resolve()
  };
  const commit = '0'.repeat(40);
  return {
    builders: [builder],
    sources: {
      resolve: url => {
        const name = url.slice(SOURCES.length);
        const ref = { ref: 'main', commit };
        const source = { url, provider: 'git', spec: url, ...ref };
        return Promise.resolve({ source, refs: ['main'], title: name, name });
      }
    }
  };
}
