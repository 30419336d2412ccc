import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { readSmallFile } from '../../volumes/small-file.ts';
import type { LaunchPlan } from '../launch-plan.ts';
import type { Progress, RunningServer } from '../driver.ts';
import { freePort } from './free-port.ts';
import { spawnHeld } from './held-process.ts';
import type { HeldProcess } from './held-process.ts';
import {
  serverArguments,
  serverConfiguration,
  serverEnvironment
} from './launch.ts';
import { lastLines, withLog } from '../server-output.ts';
import { serverPath } from '../server-path.ts';
import type { LaunchPlaces } from './launch-places.ts';
import type { LocalDeps } from './local-deps.ts';
import { endTree, hasChild } from './process-tree.ts';
import { awaitReady } from '../readiness.ts';
import { openLog, readLog } from './server-log.ts';
import type { ServerRecord, ServerRegistry } from './server-registry.ts';
import { abortFailure, ServerExited, startFailure } from '../start-failure.ts';
import type { Exit, StartPart } from '../start-failure.ts';

/** One start of one server on one port. */
export class ServerLaunch {
  readonly #plan: LaunchPlan;
  readonly #places: LaunchPlaces;
  readonly #log: string;
  readonly #deps: LocalDeps;
  readonly #registry: ServerRegistry;
  #part: StartPart = 'server';

  constructor(options: {
    readonly plan: LaunchPlan;
    readonly places: LaunchPlaces;
    readonly log: string;
    readonly deps: LocalDeps;
    readonly registry: ServerRegistry;
  }) {
    this.#plan = options.plan;
    this.#places = options.places;
    this.#log = options.log;
    this.#deps = options.deps;
    this.#registry = options.registry;
  }

  /**
   * Start and wait until ready; `undefined` when another process took the port.
   * On failure nothing of it runs any more. `onReady` gets its exit.
   */
  async run(
    progress: Progress,
    onReady: (exited: Promise<Exit>) => void
  ): Promise<RunningServer | undefined> {
    await this.#writeFiles();
    const port = await freePort();
    const held = await this.#spawn(port);
    try {
      const record = this.#record(held, port);
      await this.#registry.write(record);
      progress.signal.throwIfAborted();
      held.release();
      await this.#ready(held, record, progress);
      await this.#registry.write({ ...record, ready: true });
      onReady(held.exited);
      return { ...this.#plan.server, ...described(record) };
    } catch (error) {
      // The log is read before the server is ended, which adds to it.
      const log = await readLog(this.#log, this.#plan.token);
      const tail = lastLines(log);
      const tree = { leader: held.id, marker: this.#places.runtime };
      await endTree(tree, this.#deps.stopGraceMs);
      await this.#registry.remove(this.#plan.server);
      if (isPortTaken(tail, port) && !progress.signal.aborted) {
        return undefined;
      }
      const { signal } = progress;
      const failure = signal.aborted
        ? abortFailure(signal.reason, this.#part, tail)
        : startFailure(error, tail, log);
      throw withLog(failure, log);
    }
  }

  async #writeFiles(): Promise<void> {
    const { config, runtime, layout } = this.#places;
    // Files of an earlier run would tell of another port.
    await rm(dirname(runtime), { recursive: true, force: true });
    await mkdir(runtime, { recursive: true, mode: 0o700 });
    await mkdir(layout, { recursive: true });
    const files = serverConfiguration(
      this.#plan,
      this.#places,
      this.#deps.companionUrl
    );
    for (const [name, text] of Object.entries(files)) {
      const path = join(config, name);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(path, text, { mode: 0o600 });
    }
  }

  async #spawn(port: number): Promise<HeldProcess> {
    const output = await openLog(this.#log);
    try {
      return await spawnHeld({
        command: join(this.#places.image, 'bin', 'jupyter-lab'),
        args: serverArguments(this.#plan, this.#places, {
          port,
          asRoot: process.getuid?.() === 0,
          labextensions: this.#deps.labextensions,
          serverArgs: this.#deps.serverArgs
        }),
        cwd: this.#places.folder,
        env: serverEnvironment(
          this.#plan,
          this.#places,
          this.#deps.environment
        ),
        output: output.fd
      });
    } finally {
      await output.close();
    }
  }

  #record(held: HeldProcess, port: number): ServerRecord {
    const { server, project, image, token } = this.#plan;
    return {
      ...server,
      project,
      image,
      token,
      port,
      path: serverPath(this.#plan),
      startedAt: this.#deps.now().toISOString(),
      pid: held.id.pid,
      started: held.id.started,
      ready: false
    };
  }

  /** Wait until it is ready; fails when it ends, or the caller gives up. */
  async #ready(
    held: HeldProcess,
    record: ServerRecord,
    progress: Progress
  ): Promise<void> {
    const over = new AbortController();
    void held.exited.then(exit => {
      over.abort(new ServerExited(exit));
    });
    const signal = AbortSignal.any([progress.signal, over.signal]);
    try {
      await awaitReady({
        server: {
          url: `http://127.0.0.1:${String(record.port)}${record.path}`,
          token: record.token
        },
        version: this.#deps.version,
        listens: () => listens(this.#places.runtime, record),
        kernelRuns: () => hasChild(record.pid),
        signal,
        report: (message, part) => {
          this.#part = part;
          progress.report(message);
        }
      });
      signal.throwIfAborted();
    } catch (error) {
      throw over.signal.aborted ? over.signal.reason : error;
    }
  }
}

const Info = z.object({ port: z.number() });
const LONGEST_INFO = 64 * 1024;

/**
 * True once Jupyter's file tells that it listens; before that any process may
 * have the port.
 */
async function listens(
  runtime: string,
  { pid, port }: ServerRecord
): Promise<boolean> {
  try {
    const file = join(runtime, `jpserver-${String(pid)}.json`);
    const text = await readSmallFile(file, LONGEST_INFO);
    return Info.parse(JSON.parse(text ?? '')).port === port;
  } catch {
    return false;
  }
}

/** Return the facts of a server that others may know. */
export function described(record: ServerRecord): RunningServer {
  const { user, name, project, image, path, startedAt } = record;
  return { user, name, project, image, path, startedAt };
}

function isPortTaken(tail: string[], port: number): boolean {
  const taken = `port ${String(port)} is not available`;
  return tail.some(line => line.includes(taken));
}
