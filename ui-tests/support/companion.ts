/** The real companion, as a person starts it, on folders of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { UV_CACHE } from './uv-cache.ts';

const ROOT = dirname(dirname(import.meta.dirname));
const TOOL = join(ROOT, '.tool');

export interface CompanionOptions {
  /** Prefixes of addresses that sources may have beside public https ones. */
  readonly allowSource: readonly string[];
  /** Overrides of the configuration file. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface Companion {
  /** The address of the site, without a slash at its end. */
  readonly origin: string;
  readonly token: string;
  /** The data folder: `projects`, `environments`, `state`. */
  readonly data: string;
  /** Return all that it has printed so far. */
  output(): string;
  /** End it as Ctrl-C does, and its servers with it. */
  interrupt(): Promise<void>;
  /** Kill one of its servers, as the kernel does that is out of memory. */
  killServer(name: string): Promise<void>;
  /** Start it again at the same address, when it has ended. */
  restart(): Promise<void>;
  /** End it as Ctrl-C does and remove its folders. */
  stop(): Promise<void>;
}

/** A part of the local driver's record of a server. */
interface ServerRecord {
  readonly pid: number;
}

/** Start the companion and resolve when it has printed its address. */
export async function startCompanion(
  options: CompanionOptions
): Promise<Companion> {
  const folder = await mkdtemp(join(tmpdir(), 'projects-e2e-'));
  const data = join(folder, 'data');
  const config = join(folder, 'config.json');
  const token = 'e2e-' + Math.random().toString(36).slice(2).padEnd(20, '0');
  await mkdir(data, { mode: 0o700 });
  await shareCache(data);
  await quietHome(folder);
  await writeFile(config, JSON.stringify(await configuration(options)));
  const run = (port: string) =>
    spawn(
      process.execPath,
      [
        join(ROOT, 'companion', 'lib', 'main.js'),
        ...['--config', config, '--data', data, '--token', token],
        ...['--port', port, '--no-open']
      ],
      {
        cwd: folder,
        env: {
          ...process.env,
          HOME: folder,
          PATH: `${join(TOOL, 'bin')}:${process.env.PATH ?? ''}`
        },
        stdio: ['ignore', 'pipe', 'pipe']
      }
    );
  let child = run('0');
  const lines: string[] = [];
  try {
    const origin = await address(child, lines);
    return {
      ...{ origin, token, data },
      output: () => lines.join('\n'),
      interrupt: () => end(child),
      killServer: async name => {
        const file = join(data, 'state', 'servers', `${name}.json`);
        const record = JSON.parse(await readFile(file, 'utf8')) as ServerRecord;
        process.kill(record.pid, 'SIGKILL');
      },
      restart: async () => {
        child = run(new URL(origin).port);
        await address(child, lines);
      },
      stop: async () => {
        await end(child);
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** Return a file for `--config` as people write it, with Galata's helpers. */
async function configuration(options: CompanionOptions): Promise<object> {
  return {
    allowSource: options.allowSource,
    uv: { path: join(TOOL, 'bin', 'uv') },
    local: {
      serverArgs: ['--LabApp.expose_app_in_browser=True'],
      labextensions: [await galataExtension()]
    },
    ...options.settings
  };
}

async function galataExtension(): Promise<string> {
  const version = /^version = (\d+\.\d+)/m.exec(
    await readFile(join(TOOL, 'pyvenv.cfg'), 'utf8')
  );
  const lib = join(TOOL, 'lib', `python${version?.[1] ?? '3'}`);
  return join(lib, 'site-packages', 'jupyterlab', 'galata');
}

/** Set up a home in which Lab does not ask whether to fetch news. */
async function quietHome(home: string): Promise<void> {
  const folder = join(
    ...[home, '.jupyter', 'lab', 'user-settings'],
    ...['@jupyterlab', 'apputils-extension']
  );
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'notification.jupyterlab-settings'),
    '{ "fetchNews": "false" }'
  );
}

async function shareCache(data: string): Promise<void> {
  await mkdir(UV_CACHE, { recursive: true });
  await mkdir(join(data, 'cache'));
  await symlink(UV_CACHE, join(data, 'cache', 'uv'));
}

/** Wait for a line with an address and a token; resolves to the origin. */
async function address(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream! }).on('line', line => {
        lines.push(line);
        const found = /(https?:\/\/[^/\s]+)\/\S*token=/.exec(line);
        if (found?.[1]) {
          resolve(found[1]);
        }
      });
    }
    child.once('exit', code => {
      reject(
        new Error(
          `The companion ended with ${String(code)}:\n${lines.join('\n')}`
        )
      );
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGINT');
    await once(child, 'exit');
  }
}
