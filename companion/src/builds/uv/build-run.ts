import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failed } from '../../base/errors.ts';
import type { BuildOrder, BuildReport, Built } from '../builder.ts';
import { checkOutCommit, clone } from '../../repositories/checkout.ts';
import { environmentPaths } from './environment-paths.ts';
import { readPlan } from './environment-plan.ts';
import type { EnvironmentPlan } from './environment-plan.ts';
import type { Environments } from './environments.ts';
import { install } from './installer.ts';
import type { Installation } from './installer.ts';
import type { Locks } from './locks.ts';
import { postBuildOf, runPostBuild } from './post-build.ts';
import { relocate } from './relocation.ts';
import type { Lock, Question, Resolver } from './resolver.ts';
import type { Uv } from './uv.ts';
import type { Environment } from '../../programs/tool-environment.ts';
import type { Git } from '../../repositories/git.ts';
import type { Remotes } from '../../repositories/remotes.ts';
import type { Volume } from '../../volumes/volume.ts';

export interface BuildRunDeps {
  /** The data folder: environments, locks and uv's cache are below it. */
  readonly data: string;
  readonly volume: Pick<Volume, 'root' | 'prepare' | 'discard'>;
  readonly remotes: Pick<Remotes, 'open'>;
  readonly git: Git;
  /** The companion's own; uv and `postBuild` see only chosen variables. */
  readonly environment: Environment;
  readonly now: () => Date;
  readonly uv: Uv;
  readonly environments: Environments;
  readonly locks: Locks;
  readonly resolver: Resolver;
  /** An empty folder that is removed after the run. */
  readonly scratch: string;
  readonly order: BuildOrder;
  readonly report: BuildReport;
  readonly signal: AbortSignal;
}

/** One build, from the source to a published environment. */
export class BuildRun {
  readonly #deps: BuildRunDeps;

  constructor(deps: BuildRunDeps) {
    this.#deps = deps;
  }

  async run(): Promise<Built> {
    const { data, order, report, signal, scratch, environments } = this.#deps;
    const onText = (text: string): void => {
      report.log(text);
    };
    report.phase('fetching');
    const cwd = await this.#fetch(onText);
    const plan = await readPlan(cwd, signal);
    for (const { file, why } of plan.notHonoured) {
      onText(`${file} is not used. ${why}\n`);
    }
    report.phase('building', 'resolving packages');
    const options = { cwd, signal, onText };
    const { commit } = order.source;
    const paths = environmentPaths(data, order.id);
    const { uv } = this.#deps;
    const python = await uv.makeEnvironment(paths, plan.python, options);
    const sources = await this.#sources(cwd, plan);
    await this.#install(
      { ...options, uv, paths, plan, scratch, sources },
      { ...options, plan, commit, python, scratch, cwd: sources }
    );
    await this.#postBuild(plan, cwd);
    await relocate(
      paths.folder,
      cwd,
      join(this.#deps.volume.root, order.folder)
    );
    signal.throwIfAborted();
    await environments.publish(order.id, {
      source: order.source,
      python: python.version,
      builtAt: this.#deps.now().toISOString()
    });
    onText('The environment is ready.\n');
    const label = `Python ${python.version}`;
    return { image: order.id, label, filled: order.fill };
  }

  /** Fetch the repository: the project's folder, or a copy for a rebuild. */
  async #fetch(onText: (text: string) => void): Promise<string> {
    const { git, remotes, volume, order, scratch, signal } = this.#deps;
    const { source } = order;
    onText(`Fetching ${source.url} at ${source.commit} (${source.ref})\n`);
    const remote = await remotes.open(source.url, signal);
    if (order.fill) {
      const cwd = await volume.prepare(order.id);
      await clone({ git, remote, source, cwd, signal, onText });
      return cwd;
    }
    const cwd = join(scratch, 'checkout');
    await mkdir(cwd);
    await checkOutCommit({ git, remote, source, cwd, signal, onText });
    return cwd;
  }

  async #install(
    installation: Installation,
    question: Question
  ): Promise<void> {
    const { report, locks, resolver } = this.#deps;
    const lock = await resolver.resolve(question);
    report.log(said(lock, question.plan));
    report.phase('building', 'installing packages');
    try {
      await install(installation, lock.text);
    } catch (error) {
      if (!lock.cached || !isStale(error)) {
        throw error;
      }
      report.log('A version was withdrawn since. Resolving again.\n');
      await locks.remove(lock.key);
      await install(installation, (await resolver.resolve(question)).text);
    }
  }

  /**
   * Return the folder for builds of packages. They leave files behind, and the
   * project's folder is to be as it was cloned: they get a copy.
   */
  async #sources(cwd: string, plan: EnvironmentPlan): Promise<string> {
    const { order, scratch } = this.#deps;
    if (!order.fill || !plan.byCommit) {
      return cwd;
    }
    const copy = join(scratch, 'checkout');
    await cp(cwd, copy, { recursive: true, verbatimSymlinks: true });
    return copy;
  }

  async #postBuild(plan: EnvironmentPlan, folder: string): Promise<void> {
    const { data, uv, order, report, scratch, signal } = this.#deps;
    const script = postBuildOf(plan.files);
    if (script === undefined) {
      return;
    }
    report.phase('building', 'running postBuild');
    await runPostBuild({
      ...{ script, folder, signal },
      paths: environmentPaths(data, order.id),
      home: join(scratch, 'home'),
      environment: uv.environment,
      onText: text => {
        report.log(text);
      }
    });
  }
}

/** True when an index lost a version, not when a network or a disk failed. */
function isStale(error: unknown): boolean {
  return (
    error instanceof Failed &&
    ['requirement-not-found', 'requirements-conflict'].includes(error.code)
  );
}

function said({ text, cached }: Lock, plan: EnvironmentPlan): string {
  const count = text
    .split('\n')
    .filter(line => /^[A-Za-z0-9]/.test(line)).length;
  const of = plan.files.length > 0 ? plan.files.join(', ') : 'no file';
  const how = cached ? 'as resolved before' : 'resolved';
  return `${String(count)} packages of ${of}, ${how}.\n`;
}
