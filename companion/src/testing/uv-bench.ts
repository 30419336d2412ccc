import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UvBuilder } from '../builds/uv/uv-builder.ts';
import type { UvBuilderDeps } from '../builds/uv/uv-builder.ts';
import { environmentPaths } from '../builds/uv/environment-paths.ts';
import type { BuildReport, Built } from '../builds/builder.ts';
import { Git } from '../repositories/git.ts';
import { Remotes } from '../repositories/remotes.ts';
import { Sources } from '../repositories/sources.ts';
import { FolderVolume } from '../volumes/folder.ts';
import type { GitServer } from './git-server.ts';

/** The uv of the tool environment, which `npm start` makes, too. */
const UV = process.env.PROJECTS_TEST_UV ?? join(process.cwd(), '.tool/bin/uv');

let caches: Promise<string> | undefined;

/** Results of one build of a bench. */
export interface BenchBuild {
  readonly id: string;
  readonly built: Built;
  readonly log: string;
  readonly phases: readonly string[];
}

/** A real uv builder with real git, on a data folder of its own. */
export class UvBench {
  readonly data: string;
  readonly server: GitServer;
  readonly volume: FolderVolume;
  readonly builder: UvBuilder;
  readonly sources: Sources;
  readonly log: string[] = [];
  #builds = 0;

  private constructor(
    data: string,
    server: GitServer,
    overrides: Partial<UvBuilderDeps>
  ) {
    this.data = data;
    this.server = server;
    this.volume = new FolderVolume({ root: join(data, 'projects') });
    const environment = process.env;
    const git = new Git({ home: join(data, 'state', 'git'), environment });
    const allow = [`${server.url}/`];
    const remotes = new Remotes({
      allow,
      lookup: () => Promise.resolve(['127.0.0.1']),
      timeoutMs: 30_000
    });
    const policy = { base: server.url, allow };
    const scratch = join(data, 'state', 'sources');
    this.sources = new Sources({ policy, remotes, git, scratch });
    this.builder = new UvBuilder({
      data,
      remotes,
      git,
      environment,
      volume: this.volume,
      uv: { path: UV, pythonDownloads: false },
      base: [],
      now: () => new Date('2026-01-01T00:00:00Z'),
      ...overrides
    });
  }

  static async open(
    server: GitServer,
    overrides: Partial<UvBuilderDeps> = {}
  ): Promise<UvBench> {
    const data = await mkdtemp(join(tmpdir(), 'uv-builder-'));
    // Packages are downloaded once for all benches of a process.
    caches ??= mkdtemp(join(tmpdir(), 'uv-cache-'));
    await symlink(await caches, join(data, 'cache'));
    return new UvBench(data, server, overrides);
  }

  /** Build a repository of the server; `onText` sees the log as it comes. */
  async build(
    name: string,
    options: {
      ref?: string;
      fill?: boolean;
      signal?: AbortSignal;
      onText?: (text: string) => void;
    } = {}
  ): Promise<BenchBuild> {
    const { source } = await this.sources.resolve(name, options.ref);
    const id = `build-${String(++this.#builds)}`;
    const phases: string[] = [];
    this.log.length = 0;
    const report: BuildReport = {
      phase: (phase, detail) => phases.push(detail ?? phase),
      queued: () => undefined,
      log: text => {
        this.log.push(text);
        options.onText?.(text);
      }
    };
    const built = await this.builder.build(
      { id, source, folder: 'demo', fill: options.fill ?? true },
      report,
      options.signal ?? new AbortController().signal
    );
    return { id, built, phases, log: this.log.join('') };
  }

  async inspect(name: string) {
    const { source } = await this.sources.resolve(name);
    return this.builder.inspect(source, new AbortController().signal);
  }

  /** Remove everything but the cache, which other benches use. */
  async close(): Promise<void> {
    await rm(this.data, { recursive: true, force: true });
  }

  /** Return what a line of Python prints in an environment. */
  async python(image: string, code: string): Promise<string> {
    const { python } = environmentPaths(this.data, image);
    const { stdout } = await promisify(execFile)(python, ['-c', code]);
    return stdout.trim();
  }

  partial(id: string): string {
    return join(this.volume.root, '.jupyterlab-projects', 'partial', id);
  }

  /** List all that builds left in the data folder, but not caches. */
  async left(): Promise<string[]> {
    const folders = ['environments', 'state/builds', 'state/sources']
      .map(name => join(this.data, name))
      .concat(this.partial(''));
    const names = await Promise.all(
      folders.map(folder => readdir(folder).catch(() => []))
    );
    return names.flat();
  }
}
