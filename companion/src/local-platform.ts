import { lookup } from 'node:dns/promises';
import { UvBuilder } from './builds/uv/uv-builder.ts';
import { LocalDriver } from './drivers/local/local-driver.ts';
import { BASE } from './listen.ts';
import { Git } from './projects/git.ts';
import { Remotes } from './projects/remotes.ts';
import { Sources } from './projects/sources.ts';
import { FolderVolume } from './volumes/folder.ts';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { DataFolder } from './data-folder.ts';
import type { Platform } from './services.ts';

export interface Machine {
  readonly config: Config;
  readonly data: DataFolder;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The built labextension, and uv where none is configured. */
  readonly labextension: string;
  readonly uv: string;
  readonly log: Logger;
  readonly now: () => Date;
}

/** What runs on this machine: the `local` driver and the `uv` builder. */
export function localPlatform(machine: Machine): Platform {
  const { config, data, environment, log, now } = machine;
  const volume = new FolderVolume({ root: data.projects });
  const driver = new LocalDriver({
    data: data.path,
    root: data.projects,
    labextension: machine.labextension,
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
    uv: { ...config.uv, path: config.uv.path ?? machine.uv },
    now
  });
  const policy = { base: config.sourceBase, allow: config.allowSource };
  const sources = new Sources({ policy, remotes, git, scratch: data.scratch });
  return { volume, driver, builder, sources };
}
