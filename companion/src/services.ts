import { BuildLogs } from './builds/build-logs.ts';
import { BuildRecords } from './builds/build-records.ts';
import { Builds } from './builds/builds.ts';
import { Events } from './events.ts';
import { Presence } from './presence.ts';
import { ProjectBuilds } from './projects/project-builds.ts';
import { PublishedFeed } from './projects/project-feed.ts';
import { Projects } from './projects/projects.ts';
import { ProjectView } from './projects/project-view.ts';
import { Switcher } from './switching/switcher.ts';
import type { Logger } from 'pino';
import type { Builder } from './builds/builder.ts';
import type { Config } from './config.ts';
import type { Driver } from './drivers/driver.ts';
import type { Sources } from './projects/sources.ts';
import type { Store } from './store/store.ts';
import type { Volume } from './volumes/volume.ts';

/** What a place to run on brings. */
export interface Platform {
  readonly volume: Volume;
  readonly driver: Driver & { stopAll(): Promise<void> };
  readonly builder: Builder;
  readonly sources: Pick<Sources, 'resolve'>;
}

export interface Surroundings {
  readonly config: Pick<
    Config,
    'buildsAtOnce' | 'times' | 'keepWarm' | 'limit'
  >;
  readonly platform: Platform;
  readonly store: Store;
  /** The folder of the builds' logs. */
  readonly logs: string;
  readonly log: Pick<Logger, 'error' | 'warn' | 'debug'>;
  readonly now: () => Date;
}

export type Services = ReturnType<typeof createServices>;

/** Everything behind the API, made and joined; nothing of it listens yet. */
export function createServices(around: Surroundings) {
  const { config, platform, store, log, now } = around;
  const { driver } = platform;
  const events = new Events({ epoch: String(now().getTime()) });
  const presence = new Presence();
  const records = new BuildRecords({ store, now });
  const shared = { ...platform, store, events, log, now };
  const view = new ProjectView({ ...shared, records });
  const feed = new PublishedFeed({ ...shared, view });
  const builds = new Builds({
    ...shared,
    records,
    feed,
    logs: new BuildLogs({ folder: around.logs }),
    atOnce: config.buildsAtOnce
  });
  const switcher = new Switcher({
    ...shared,
    builds,
    presence,
    feed,
    times: config.times,
    keepWarm: config.keepWarm
  });
  const { limit } = config;
  const projectBuilds = new ProjectBuilds({ ...shared, view, builds, limit });
  const projects = new Projects({
    ...shared,
    view,
    feed,
    projectBuilds,
    builds,
    switcher,
    limit
  });
  return {
    ...{ store, log, now, events, presence, driver, volume: platform.volume },
    ...{ view, feed, builds, switcher, projectBuilds, projects }
  };
}

/** Go on with what was under way when the last companion ended. */
export async function recover({ builds, switcher }: Services): Promise<void> {
  await builds.recover();
  await switcher.recover();
}

/**
 * End every child, and leave what has not ended in the store: builds and
 * switches go on at the next start.
 */
export async function dispose(services: Services): Promise<void> {
  const { builds, switcher, driver, feed, store } = services;
  await Promise.allSettled([
    switcher.dispose(),
    builds.dispose(),
    driver.stopAll()
  ]);
  await driver.dispose();
  await feed.settled();
  await store.destroy();
}
