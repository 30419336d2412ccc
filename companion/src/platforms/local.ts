import { UvBuilder } from '../builds/uv/uv-builder.ts';
import { LocalDriver } from '../drivers/local/local-driver.ts';
import { repositories } from './repositories.ts';
import { FolderVolume } from '../volumes/folder.ts';
import { oneVolume } from '../volumes/volumes.ts';
import type { Machine } from './repositories.ts';
import { ownUsers } from './own-users.ts';
import type { Platform } from './platform.ts';

/** Make the parts for this machine: the `local` driver and the `uv` builder. */
export function localPlatform(machine: Machine): Platform {
  const { config, data, environment, log, now } = machine;
  const volume = new FolderVolume({ root: data.projects });
  const driver = new LocalDriver({
    data: data.path,
    root: data.projects,
    labextension: machine.labextension,
    version: machine.version,
    tool: machine.tool,
    companionUrl: config.basePath,
    environment,
    ...config.local,
    stopGraceMs: config.times.serverStopMs,
    now,
    log
  });
  const { git, remotes, sources } = repositories(machine);
  const builder = new UvBuilder({
    data: data.path,
    volume,
    remotes,
    git,
    environment,
    uv: { ...config.uv, path: config.uv.path ?? machine.uv },
    now
  });
  const volumes = oneVolume(volume);
  const builders = [builder] as const;
  return {
    ...ownUsers(config),
    ...{ volumes, driver, builders, sources, profiles: [] }
  };
}
