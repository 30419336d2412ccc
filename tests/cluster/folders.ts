/** The folders of the cluster: all outside the repository, but its sources. */
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const XDG = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');

/** Outlives `down`: programs, images, the registry's blobs. */
export const CACHE = join(XDG, 'jupyterlab-projects', 'cluster');

/** The files of one run of the cluster; `down` removes them. */
export const RUN = join(CACHE, 'run');

export const LOGS = join(CACHE, 'logs');

export const KUBECONFIG = join(RUN, 'kubeconfig');

/** The checkout's part of the cluster. */
export const SOURCES = import.meta.dirname;

/** A folder in memory where there is one, as etcd's files need not last. */
export const MEMORY = isWritable('/dev/shm')
  ? '/dev/shm/jupyterlab-projects-cluster'
  : join(RUN, 'memory');

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
