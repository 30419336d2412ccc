/**
 * A network for the browser alone. On the node's own, each pod that comes or
 * goes changes the addresses, and Chromium then fails whatever it is loading.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ip = (...args: string[]) => promisify(execFile)('ip', args);

/** Named here and in `browser.sh`. */
const NAMESPACE = 'projects-browser';
const LINK = { host: 'projects-br0', browser: 'projects-br1' };

/** The host's address that the browser's network reaches. */
export const HOST_SIDE = '10.89.250.1';
const BROWSER_SIDE = '10.89.250.2';

export interface BrowserNetwork {
  /** Let a port on the browser's `localhost` lead to that of `HOST_SIDE`. */
  forward(port: number): Promise<void>;
  close(): Promise<void>;
}

export async function openBrowserNetwork(): Promise<BrowserNetwork> {
  // A run that was killed has left its network.
  await remove();
  const inside = ['netns', 'exec', NAMESPACE, 'ip'];
  await ip('netns', 'add', NAMESPACE);
  await ip(
    ...['link', 'add', LINK.host, 'type', 'veth'],
    ...['peer', 'name', LINK.browser, 'netns', NAMESPACE]
  );
  await ip('addr', 'add', `${HOST_SIDE}/30`, 'dev', LINK.host);
  await ip('link', 'set', LINK.host, 'up');
  await ip(...inside, 'link', 'set', 'lo', 'up');
  await ip(
    ...[...inside, 'addr', 'add', `${BROWSER_SIDE}/30`],
    ...['dev', LINK.browser]
  );
  await ip(...inside, 'link', 'set', LINK.browser, 'up');
  const stops: (() => Promise<void>)[] = [];
  return {
    forward: async port => {
      stops.push(await forwarding(port));
    },
    close: async () => {
      await Promise.all(stops.map(stop => stop()));
      await remove();
    }
  };
}

async function forwarding(port: number): Promise<() => Promise<void>> {
  const script = join(import.meta.dirname, 'forward.ts');
  const child = spawn(
    'ip',
    [
      ...['netns', 'exec', NAMESPACE, process.execPath],
      ...[script, String(port), HOST_SIDE]
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] }
  );
  await once(child.stdout, 'data');
  return async () => {
    child.kill();
    await once(child, 'exit');
  };
}

async function remove(): Promise<void> {
  await ip('link', 'del', LINK.host).catch(() => undefined);
  await ip('netns', 'del', NAMESPACE).catch(() => undefined);
}
