/** The companion as a process of its own, and its use of CPU and memory. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiServer } from './api-server.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** The size of V8's young generation, as in the image (deploy/image). */
const NURSERY = '--max-semi-space-size=4';
const PORT = 18_080;
const POLL_MS = 20;
/** Ticks per second of the clock in which Linux counts CPU time. */
const TICKS = 100;

export interface Companion {
  /** Ask with a server's token; resolves to the status when all is read. */
  get(path: string, token?: string): Promise<number>;
  /** Return the seconds of CPU so far. */
  cpu(): Promise<number>;
  /** Return the most memory so far, in MB. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** Start one on this data; resolves when it answers a server's listing. */
export async function startCompanion(options: {
  readonly data: string;
  readonly apiServer: ApiServer;
  readonly registry: string;
  readonly token: string;
}): Promise<Companion> {
  const { data, apiServer, registry, token } = options;
  const kubeconfig = join(data, 'kubeconfig.json');
  const config = join(data, 'config.json');
  await writeFile(kubeconfig, apiServer.kubeconfig);
  const settings = {
    ...{ data, port: PORT, driver: 'kubernetes', builder: 'binderhub' },
    ...{ logLevel: 'error', open: false },
    binderhub: { url: 'http://127.0.0.1:9/' },
    registry: { insecure: [registry] },
    kubernetes: {
      kubeconfig,
      namespace: apiServer.namespace,
      image: 'projects.test/own:1'
    }
  };
  await writeFile(config, JSON.stringify(settings));
  // The compiled one, as deployed: stripping types takes Node time and memory.
  const main = join(ROOT, 'companion', 'lib', 'main.js');
  const child = spawn(process.execPath, [NURSERY, main, '--config', config], {
    stdio: ['ignore', 'ignore', 'inherit']
  });
  const ended = once(child, 'exit');
  const pid = String(child.pid);
  const get = async (path: string, by?: string) => {
    const headers = { authorization: `token ${by ?? ''}` };
    const url = `http://127.0.0.1:${String(PORT)}/services/projects/${path}`;
    const response = await fetch(url, by === undefined ? {} : { headers });
    await response.arrayBuffer();
    return response.status;
  };
  const listing = () => get('api/v1/projects', token).catch(() => 0);
  while ((await listing()) !== 200) {
    if (child.exitCode !== null) {
      throw new Error('The companion ended.');
    }
    await sleep(POLL_MS);
  }
  return {
    get,
    cpu: async () => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')')).split(' ');
      return (Number(fields[12]) + Number(fields[13])) / TICKS;
    },
    memory: async () => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    }
  };
}
