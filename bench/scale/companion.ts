/** The companion as a process of its own, and what it takes of the machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..', '..');
/** As in the image (deploy/image). */
const NURSERY = '--max-semi-space-size=4';
const PORT = 18_080;
const POLL_MS = 20;
/** Of the clock in which Linux counts CPU time. */
const TICKS = 100;

export interface Companion {
  /** Ask with a server's token; resolves to the status when all was read. */
  get(path: string, token?: string): Promise<number>;
  /** Seconds of CPU so far. */
  cpu(): Promise<number>;
  /** The most memory so far, in MB. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** Start one on this data; resolves when it answers the listing of a server's page. */
export async function startCompanion(options: {
  readonly data: string;
  readonly apiServer: string;
  readonly registry: string;
  readonly token: string;
}): Promise<Companion> {
  const { data, apiServer, registry, token } = options;
  const kubeconfig = join(data, 'kubeconfig.json');
  const config = join(data, 'config.json');
  await writeFile(kubeconfig, JSON.stringify(kubeconfigOf(apiServer)));
  const settings = {
    ...{ data, port: PORT, driver: 'kubernetes', builder: 'binderhub' },
    ...{ logLevel: 'error', open: false },
    binderhub: { url: 'http://127.0.0.1:9/' },
    registry: { insecure: [registry] },
    kubernetes: { kubeconfig, image: 'projects.test/own:1' }
  };
  await writeFile(config, JSON.stringify(settings));
  // As it is deployed: what Node strips of types takes time and memory, too.
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

function kubeconfigOf(server: string) {
  return {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'bench' },
    clusters: [
      {
        name: 'bench',
        // Plain HTTP is for those only who say that nobody need prove anything.
        cluster: { server, 'insecure-skip-tls-verify': true }
      }
    ],
    users: [{ name: 'bench', user: {} }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }]
  };
}
