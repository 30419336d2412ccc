import { existsSync } from 'node:fs';
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Progress, RunningServer } from '../drivers/driver.ts';
import type { ServerRef } from '../drivers/server-ref.ts';
import type { LaunchPlan } from '../drivers/launch-plan.ts';
import { LocalDriver } from '../drivers/local/local-driver.ts';
import type { LocalDeps } from '../drivers/local/local-deps.ts';
import { processTable } from '../drivers/local/process-table.ts';

/** The tool environment of the checkout, which has a JupyterLab. */
export const TOOL = join(__dirname, '..', '..', '..', '.tool');

/** Version of the panel that is given to servers. */
export const VERSION = '1.2.3';

export const ADA: ServerRef = { user: 'ada', name: 'penguins' };

/** A data folder with one project, and drivers that use it. */
export class LocalSite {
  readonly data: string;
  readonly root: string;
  readonly home: string;
  readonly labextension: string;
  readonly #drivers: LocalDriver[] = [];

  private constructor(data: string) {
    this.data = data;
    this.root = join(data, 'projects');
    this.home = join(data, 'home');
    this.labextension = join(data, 'labextension');
  }

  static async create(): Promise<LocalSite> {
    const site = new LocalSite(await mkdtemp(join(tmpdir(), 'local site-')));
    await mkdir(join(site.root, 'penguins'), { recursive: true });
    await mkdir(join(site.data, 'environments'));
    await mkdir(site.home);
    await site.writeLabextension('remoteEntry.1.js');
    return site;
  }

  /** Write the files that the builder of a labextension would. */
  async writeLabextension(load: string): Promise<void> {
    const name = 'jupyterlab-projects';
    const build = { load: `static/${load}`, extension: './extension' };
    await mkdir(join(this.labextension, 'static'), { recursive: true });
    await writeFile(join(this.labextension, 'static', load), '');
    await writeFile(
      join(this.labextension, 'package.json'),
      JSON.stringify({ name, version: VERSION, jupyterlab: { _build: build } })
    );
  }

  /** Make an image that is a real JupyterLab. */
  async realImage(image: string): Promise<void> {
    if (!existsSync(join(TOOL, 'bin', 'jupyter-lab'))) {
      throw new Error('Run `node scripts/tools.ts` first.');
    }
    await symlink(TOOL, join(this.data, 'environments', image));
  }

  /** Make an image whose `jupyter-lab` is a script of `sh`. */
  async scriptImage(image: string, script: string): Promise<void> {
    const bin = join(this.data, 'environments', image, 'bin');
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, 'jupyter-lab'), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, 'jupyter-lab'), 0o755);
  }

  /** List commands that still run; each names the data folder. */
  async leftOver(): Promise<string[]> {
    const pids = [...(await processTable()).keys()];
    const commands = await Promise.all(
      pids.map(pid =>
        readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '')
      )
    );
    return commands.filter(command => command.includes(this.data));
  }

  driver(deps: Partial<LocalDeps> = {}): LocalDriver {
    const driver = new LocalDriver({ ...this.deps(), ...deps });
    this.#drivers.push(driver);
    return driver;
  }

  deps(): LocalDeps {
    return {
      data: this.data,
      root: this.root,
      labextension: this.labextension,
      version: VERSION,
      companionUrl: '/services/projects/',
      environment: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: this.home },
      serverArgs: [],
      labextensions: [],
      stopGraceMs: 5000,
      now: () => new Date(),
      log: pino({ level: 'silent' })
    };
  }

  plan(image: string, changes: Partial<LaunchPlan> = {}): LaunchPlan {
    return {
      server: ADA,
      project: 'p1',
      slug: 'penguins',
      image,
      folder: 'penguins',
      seed: false,
      newVolume: false,
      token: 'the-secret-of-this-server',
      environment: {},
      ...changes
    };
  }

  start(image: string, deps: Partial<LocalDeps> = {}): Promise<RunningServer> {
    return this.driver(deps).start(this.plan(image), quietly());
  }

  async dispose(): Promise<void> {
    const driver = this.driver({ stopGraceMs: 0 });
    await driver.stopAll();
    await Promise.all(this.#drivers.map(each => each.dispose()));
    await rm(this.data, { recursive: true, force: true });
  }
}

export function quietly(
  signal = new AbortController().signal,
  report: Progress['report'] = () => undefined
): Progress {
  return { signal, report };
}
