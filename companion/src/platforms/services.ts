import { setTimeout as sleep } from 'node:timers/promises';
import { BuildLogs } from '../builds/build-logs.ts';
import { ProjectImages } from '../builds/project-images.ts';
import { BuildJournal } from '../builds/build-journal.ts';
import { Records } from '../records/records.ts';
import { UserLocks } from '../base/user-locks.ts';
import { Builders } from '../builds/builders.ts';
import { Builds } from '../builds/builds.ts';
import { Events } from '../events/events.ts';
import { Presence } from '../events/presence.ts';
import { ProjectBuilds } from '../projects/project-builds.ts';
import { PublishedFeed } from '../projects/project-feed.ts';
import { Adoption } from '../projects/adoption.ts';
import { Copies } from '../projects/copies.ts';
import { CopyProgress } from '../projects/copy-progress.ts';
import { FolderMoves } from '../files/folder-moves.ts';
import { FolderWatch } from '../files/folder-watch.ts';
import { Homes } from '../files/homes.ts';
import { Looks } from '../projects/looks.ts';
import { OutsideFiles } from '../files/outside-files.ts';
import { Sizes } from '../files/sizes.ts';
import { Trash } from '../files/trash.ts';
import { ManifestSigner } from '../files/trash-manifest.ts';
import { Projects } from '../projects/projects.ts';
import { ReadModel } from '../projects/read-model.ts';
import { createSwitcher } from '../switching/switching.ts';
import { Metrics } from '../metrics/metrics.ts';
import { measuredVolumes } from '../metrics/measured-volumes.ts';
import { countOperations } from '../metrics/operation-metrics.ts';
import { logOperations } from '../metrics/operation-log.ts';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { Store } from '../store/store.ts';
import type { HomeState } from '../volumes/volume.ts';
import { SeenFolders } from '../volumes/seen-folders.ts';
import type { Platform } from './platform.ts';

export interface Surroundings {
  readonly config: Pick<
    Config,
    'buildsAtOnce' | 'times' | 'keepWarm' | 'limit' | 'trashDays'
  >;
  readonly platform: Platform;
  readonly store: Store;
  /** The folder of the builds' logs. */
  readonly logs: string;
  readonly log: Pick<Logger, 'error' | 'warn' | 'info' | 'debug'>;
  readonly now: () => Date;
  /** See `Journal`: a test ends the companion at a step of a switch. */
  readonly onStep?: (point: string) => void;
  /** The home page's address, once something listens. */
  readonly launchHost?: () => string | undefined;
}

export type Services = ReturnType<typeof createServices>;

/** Make and join everything behind the API; nothing of it listens yet. */
export function createServices(around: Surroundings) {
  const { config, store, log, now } = around;
  const records = new Records(store);
  const metrics = new Metrics();
  const seen = new SeenFolders();
  const volumes = seen.watched(
    measuredVolumes(around.platform.volumes, metrics)
  );
  const platform = { ...around.platform, volumes };
  const { driver, profiles } = platform;
  const builders = new Builders(platform.builders);
  metrics.gauge('projects_servers_running', 'Servers that run.', async () => {
    return (await driver.known()).length;
  });
  const events = new Events({ epoch: String(now().getTime()) });
  countOperations(events, metrics);
  logOperations(events, log);
  const presence = new Presence();
  const locks = new UserLocks();
  const shared = { ...platform, builders, records, locks, events, log, now };
  const images = new ProjectImages(shared);
  const journal = new BuildJournal(shared);
  const copying = new CopyProgress();
  const lost = new Map<string, HomeState>();
  const view = new ReadModel({
    ...shared,
    ...{ seen, images, journal, copying, lost }
  });
  const feed = new PublishedFeed({ ...shared, view });
  seen.onChange((user, names) => {
    feed.foldersChanged(user, names);
  });
  const builds = new Builds({
    ...shared,
    journal,
    images,
    feed,
    logs: new BuildLogs({ folder: around.logs }),
    atOnce: config.buildsAtOnce
  });
  const switcher = createSwitcher({
    ...shared,
    builds,
    images,
    presence,
    feed,
    times: config.times,
    keepWarm: config.keepWarm,
    ...(around.onStep ? { onStep: around.onStep } : {}),
    ...(around.launchHost ? { launchHost: around.launchHost } : {})
  });
  const { limit, trashDays } = config;
  const moves = new FolderMoves(shared);
  const homes = new Homes({ ...shared, feed, lost, seen });
  const folders = new FolderWatch({ ...shared, presence, lost });
  const sizes = new Sizes({ ...shared, feed });
  const signer = new ManifestSigner(shared);
  const outside = new OutsideFiles(shared);
  const looks = new Looks(shared);
  const files = {
    ...shared,
    looks,
    view,
    feed,
    builds,
    images,
    moves,
    sizes,
    signer,
    outside
  };
  const trash = new Trash({ ...files, trashDays });
  const room = { limit, profiles };
  const projectBuilds = new ProjectBuilds({ ...files, ...room });
  const making = { ...files, ...room };
  const adoption = new Adoption(making);
  const copies = new Copies({ ...making, copying });
  const projects = new Projects({
    ...making,
    ...{ copies, projectBuilds, switcher, trash, homes }
  });
  return {
    ...{
      store,
      records,
      locks,
      log,
      now,
      events,
      presence,
      platform,
      driver,
      volumes,
      metrics
    },
    ...{ view, feed, builds, switcher, projectBuilds, projects },
    ...{ moves, sizes, trash, outside, adoption, copies, homes },
    folders
  };
}

/** Go on with the work that was under way when the last companion ended. */
export async function recover(services: Services): Promise<void> {
  const { builds, switcher, moves, copies, log } = services;
  await builds.recover();
  await switcher.recover();
  // Copies and moves may have to wait for a volume.
  await copies.recover();
  for (const user of await moves.users()) {
    await moves.settle(user).catch((error: unknown) => {
      log.warn(
        { err: error },
        'A move could not be settled; the next request of its user tries again'
      );
    });
  }
}

/** How long a build, a switch or file work may take to end. */
const MOST_MS = 4_000;

export interface Ending {
  /** The parts that have not ended yet, in words; it is kept up to date. */
  readonly waiting?: Set<string>;
  readonly mostMs?: number;
}

/**
 * End every child, and leave unfinished work in the store: builds and switches
 * go on at the next start, which also removes their remains.
 */
export async function dispose(
  services: Services,
  { waiting = new Set(), mostMs = MOST_MS }: Ending = {}
): Promise<void> {
  const { builds, switcher, driver, feed, store } = services;
  const { copies, sizes, trash, homes, folders, volumes } = services;
  volumes.dispose?.();
  const wait = async (what: string, parts: unknown[]): Promise<void> => {
    waiting.add(what);
    await Promise.allSettled(parts);
    waiting.delete(what);
  };
  const work = Promise.all([
    wait('builds', [builds.dispose()]),
    wait('switches', [switcher.dispose()]),
    wait(
      'files',
      [homes, folders, copies, sizes].map(part => part.dispose())
    ),
    wait('the trash', [trash.settled()])
  ]);
  // Servers have a time of their own, after which they are killed.
  const servers = wait('servers', [driver.stopAll?.()]);
  await Promise.race([work, sleep(mostMs, undefined, { ref: false })]);
  await servers;
  await driver.dispose();
  await feed.settled();
  await store.destroy();
}
