/** Failed requests of a client that polls the active server during switches. */
import type {
  Project,
  ProjectList
} from 'jupyterlab-projects-companion/contract';
import type { Result } from './result.ts';
import { type Address, type Api, apiOf, ask, pause } from './api.ts';
import { startSite } from './site.ts';

const SWITCHES = 20;

/**
 * Switch twenty times without a warm server, while a client asks `api/status`
 * of the active project's server ten times a second and reads its address anew
 * every second. Count the requests that fail.
 */
export async function polling(): Promise<Result[]> {
  const site = await startSite({ keepWarm: 0 });
  try {
    await site.git.create('one', { 'README.md': '# One\n' });
    await site.git.create('two', { 'README.md': '# Two\n' });
    const one = await site.project('one');
    const two = await site.project('two');
    await site.open(one);
    return [await polledSwitches(site.companion, one, two)];
  } finally {
    await site.close();
  }
}

/** Count a polling client's failed requests; at the start `one` is active. */
export async function polledSwitches(
  address: Address,
  one: Project,
  two: Project
): Promise<Result> {
  const api = apiOf(address);
  const client = poll(address, api);
  for (let round = 1; round <= SWITCHES; round++) {
    await api.open(round % 2 ? two : one);
  }
  const { requests, failures } = await client.stop();
  return {
    name: `failed requests of a polling client in ${String(SWITCHES)} switches`,
    value: failures.length,
    bound: 0,
    measured: { requests: [requests] }
  };
}

function poll({ origin, token }: Address, api: Api) {
  const failures: string[] = [];
  let requests = 0;
  const stopped = new AbortController();
  const going = () => !stopped.signal.aborted;
  const once = async (server: string) => {
    requests += 1;
    const { status } = await ask('GET', `${server}api/status`, token).catch(
      (error: unknown) => ({ status: String(error) })
    );
    if (status !== 200) {
      failures.push(`${server}: ${String(status)}`);
      console.error(`A request failed: ${server}: ${String(status)}`);
    }
  };
  const loop = async () => {
    while (going()) {
      const server = origin + (await activeServer(api));
      const until = performance.now() + 1000;
      while (going() && performance.now() < until) {
        await once(server);
        await pause(100);
      }
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopped.abort();
      await running;
      return { requests, failures };
    }
  };
}

/** Return the path of the active project's server, with a slash at its end. */
async function activeServer(api: Api): Promise<string> {
  const { projects } = await api.get<ProjectList>('projects');
  const url = projects.find(project => project.active)?.url ?? '';
  const path = /^\/user\/[^/]+\/[^/]+\//.exec(url)?.[0];
  if (path === undefined) {
    throw new Error(`The active project has no server: "${url}"`);
  }
  return path;
}
