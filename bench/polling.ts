/** What a client notices that asks the active server all the time. */
import type { ProjectList } from 'jupyterlab-projects-companion/contract';
import type { Result } from './result.ts';
import { ask, pause, type Site, startSite } from './site.ts';

const SWITCHES = 20;

/**
 * Twenty switches without a warm server, while a client asks `api/status` of the
 * active project's server ten times a second and reads its address anew every
 * second: how many of its requests fail.
 */
export async function polling(): Promise<Result[]> {
  const site = await startSite({ keepWarm: 0 });
  try {
    await site.git.create('one', { 'README.md': '# One\n' });
    await site.git.create('two', { 'README.md': '# Two\n' });
    const one = await site.project('one');
    const two = await site.project('two');
    await site.open(one);
    const client = poll(site);
    for (let round = 1; round <= SWITCHES; round++) {
      await site.open(round % 2 ? two : one);
    }
    const { requests, failures } = await client.stop();
    return [
      {
        name: `failed requests of a polling client in ${String(SWITCHES)} switches`,
        value: failures.length,
        bound: 0,
        measured: { requests: [requests] }
      }
    ];
  } finally {
    await site.close();
  }
}

function poll(site: Site) {
  const { origin, token } = site.companion;
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
      const server = origin + (await activeServer(site));
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

/** The path of the active project's server, with a slash at its end. */
async function activeServer(site: Site): Promise<string> {
  const { projects } = await site.get<ProjectList>('projects');
  const url = projects.find(project => project.active)?.url ?? '';
  const path = /^\/user\/[^/]+\/[^/]+\//.exec(url)?.[0];
  if (path === undefined) {
    throw new Error(`The active project has no server: "${url}"`);
  }
  return path;
}
