import { lookup } from 'node:dns/promises';
import { BuildLogs } from './builds/build-logs.ts';
import { BuildRecords } from './builds/build-records.ts';
import { Builds } from './builds/builds.ts';
import { UvBuilder } from './builds/uv/uv-builder.ts';
import { LocalDriver } from './drivers/local/local-driver.ts';
import { Events } from './events.ts';
import { BASE } from './listen.ts';
import { Presence } from './presence.ts';
import { Git } from './projects/git.ts';
import { ProjectBuilds } from './projects/project-builds.ts';
import { PublishedFeed } from './projects/project-feed.ts';
import { Projects } from './projects/projects.ts';
import { ProjectView } from './projects/project-view.ts';
import { Remotes } from './projects/remotes.ts';
import { Sources } from './projects/sources.ts';
import { Switcher } from './switching/switcher.ts';
import { FolderVolume } from './volumes/folder.ts';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { DataFolder } from './data-folder.ts';
import type { Store } from './store/store.ts';

export interface Surroundings {
  readonly config: Config;
  readonly data: DataFolder;
  readonly store: Store;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The built labextension, and uv where none is configured. */
  readonly labextension: string;
  readonly uv: string;
  readonly log: Logger;
  readonly now: () => Date;
}

export type Services = ReturnType<typeof createServices>;

/** What runs on this machine: the `local` driver and the `uv` builder. */
function platformOf(around: Surroundings) {
  const { config, data, environment, log, now } = around;
  const volume = new FolderVolume({ root: data.projects });
  const driver = new LocalDriver({
    data: data.path,
    root: data.projects,
    labextension: around.labextension,
    companionUrl: BASE,
    environment,
    ...config.local,
    stopGraceMs: config.times.serverStopMs,
    now,
    log
  });
  const git = new Git({ home: data.emptyHome, environment });
  const remotes = new Remotes({
    allow: config.allowSource,
    lookup: async host => {
      const found = await lookup(host, { all: true });
      return found.map(({ address }) => address);
    },
    timeoutMs: config.times.sourceMs
  });
  const builder = new UvBuilder({
    data: data.path,
    volume,
    remotes,
    git,
    environment,
    uv: { ...config.uv, path: config.uv.path ?? around.uv },
    now
  });
  const policy = { base: config.sourceBase, allow: config.allowSource };
  const sources = new Sources({ policy, remotes, git, scratch: data.scratch });
  return { volume, driver, builder, sources };
}

/** Everything behind the API, made and joined; nothing of it listens yet. */
export function createServices(around: Surroundings) {
  const { config, data, store, log, now } = around;
  const platform = platformOf(around);
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
    logs: new BuildLogs({ folder: data.logs }),
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
  driver.onExit(({ user, name }) => {
    void store
      .selectFrom('servers')
      .select('project')
      .where('user', '=', user)
      .where('name', '=', name)
      .executeTakeFirst()
      .then(row => {
        if (row) {
          feed.changed(user, row.project);
        }
      });
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
