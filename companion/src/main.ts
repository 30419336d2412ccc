#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { z } from 'zod';
import { openBrowser } from './site/browser.ts';
import { readConfig } from './config/config.ts';
import { asksForHelp } from './config/given.ts';
import { helpText } from './config/flags.ts';
import { DataFolder } from './store/data-folder.ts';
import { Failed } from './base/errors.ts';
import { createLog } from './site/logging.ts';
import { GIT, requirePrograms, uvAt } from './programs/needed-programs.ts';
import { serve } from './site/serve.ts';
import { createServices, dispose, recover } from './platforms/services.ts';
import type { Logger } from 'pino';
import type { Config } from './config/config.ts';
import type { Machine } from './platforms/repositories.ts';
import type { Platform } from './platforms/platform.ts';

/** The companion's package, and the checkout that it is in. */
const PACKAGE = join(import.meta.dirname, '..');
const ROOT = join(PACKAGE, '..');
/** Where `npm start` puts uv and a JupyterLab. */
const TOOL = join(ROOT, '.tool');
/** Time after which a slow stop says what it waits for. */
const TELL_MS = 1_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (asksForHelp(args)) {
    process.stdout.write(helpText());
    return;
  }
  const config = readConfig({
    args,
    environment: process.env,
    home: homedir(),
    user: userName(),
    cwd: process.cwd(),
    interactive: process.stdout.isTTY
  });
  const stopped = untilStopped();
  const close = await start(config);
  await stopped;
  process.stdout.write('Stopping.\n');
  const waiting = new Set<string>();
  setTimeout(() => {
    if (waiting.size > 0) {
      process.stdout.write(
        `Waiting for: ${[...waiting].join(', ')}. Ctrl-C ends at once.\n`
      );
    }
  }, TELL_MS).unref();
  await close(waiting);
}

/** Load only the driver in use: a laptop has no need of a cluster's client. */
async function platformOf(machine: Machine): Promise<Platform> {
  if (machine.config.driver === 'kubernetes') {
    const { kubernetesPlatform } = await import('./platforms/kubernetes.ts');
    return kubernetesPlatform(machine);
  }
  const { localPlatform } = await import('./platforms/local.ts');
  return localPlatform(machine);
}

/** Make, join and start everything; returns a function that ends it. */
async function start(
  config: Config
): Promise<(waiting: Set<string>) => Promise<void>> {
  const uv = config.uv.path ?? toolOr('uv');
  requirePrograms(
    config.builder === 'uv' ? [GIT, uvAt(uv)] : [GIT],
    process.env
  );
  const log = createLog(
    config.logLevel,
    pino.destination({ dest: 2, sync: true })
  );
  const data = new DataFolder(config.data);
  const store = data.open();
  const now = () => new Date();
  const platform = await platformOf({
    ...{ config, data, log, now },
    environment: process.env,
    labextension: config.labextension ?? join(ROOT, 'labextension'),
    version: version(),
    uv,
    tool: existsSync(join(TOOL, 'bin', 'jupyter-lab')) ? TOOL : undefined
  });
  let launchHost: string | undefined;
  const services = createServices({
    ...{ config, platform, store, log, now },
    logs: data.logs,
    launchHost: () => launchHost,
    onStep: point => {
      if (point === config.crashAt) {
        process.kill(process.pid, 'SIGKILL');
      }
    }
  });
  const close = async (waiting?: Set<string>) => {
    await dispose(services, waiting && { waiting });
    data.withdraw();
  };
  try {
    const listening = await serve(services, {
      config,
      version: version(),
      home: config.home ?? join(PACKAGE, 'lib', 'home')
    });
    launchHost = `${listening.origin}${config.basePath}`;
    surviveMistakes(log);
    tellWhere(config, data, listening.origin);
    recover(services).catch((error: unknown) => {
      log.error(
        { err: error },
        'Work that was under way could not go on; it waits for the next start'
      );
    });
    return async waiting => {
      await listening.close();
      await close(waiting);
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A container's user need not have a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'user';
  }
}

function tellWhere(config: Config, data: DataFolder, origin: string): void {
  const url = `${origin}${config.basePath}`;
  const withToken = `${url}?token=${config.token}`;
  data.announce(url);
  // On a cluster many can read our output, so the token is not in it.
  const printed = config.driver === 'local' ? withToken : url;
  const how =
    config.driver === 'local'
      ? `Your projects are in ${data.projects}. Ctrl-C stops them; their files stay.\n`
      : '';
  process.stdout.write(`Projects for JupyterLab: ${printed}\n${how}`);
  if (config.open) {
    openBrowser(withToken, process.env, process.platform);
  }
}

/** The first signal ends us in order, the second at once. */
function untilStopped(): Promise<void> {
  return new Promise(resolve => {
    let asked = false;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (asked) {
          process.exit(130);
        }
        asked = true;
        resolve();
      });
    }
  });
}

/** One request's mistake must not end everybody's servers. */
function surviveMistakes(log: Logger): void {
  process.on('uncaughtException', error => {
    log.error({ err: error }, 'An error was not handled; the service goes on');
  });
}

/** The program that `npm start` installed, or else the one on the path. */
function toolOr(name: string): string {
  const tool = join(TOOL, 'bin', name);
  return existsSync(tool) ? tool : name;
}

function version(): string {
  const text = readFileSync(join(PACKAGE, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const text =
    error instanceof Failed ? error.message : String((error as Error).stack);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
