import { join } from 'node:path';
import { Failed } from '../../base/errors.ts';
import { checkName } from '../../volumes/folder-name.ts';
import { onVolume } from '../../volumes/volume-failure.ts';
import type {
  Driver,
  Endpoint,
  ExitListener,
  Progress,
  RunningServer
} from '../driver.ts';
import type { ServerRef } from '../server-ref.ts';
import type { LaunchPlan } from '../launch-plan.ts';
import { refreshLabextension } from './labextension.ts';
import { requireFolder, requireImage } from './launch-checks.ts';
import { launchPlaces, runFolder, TOOL_IMAGE } from './launch-places.ts';
import type { LocalDeps } from './local-deps.ts';
import { isAlive } from './process-table.ts';
import { endTree } from './process-tree.ts';
import { described, ServerLaunch } from './server-launch.ts';
import { runsAlready, serverEnd } from '../start-failure.ts';
import type { Exit } from '../start-failure.ts';
import { capLog, readLog } from './server-log.ts';
import { ServerRegistry } from './server-registry.ts';
import type { ServerRecord } from './server-registry.ts';

/** Milliseconds between two looks whether servers still run. */
const WATCH_INTERVAL = 1000;
/** Somebody else may take a port between our choice and Jupyter's start. */
const PORTS_TO_TRY = 5;

/** Runs servers as child processes, which go on when the companion ends. */
export class LocalDriver implements Driver {
  readonly strategy = 'overlap';
  readonly rescueImage: string | undefined;
  readonly #deps: LocalDeps;
  readonly #registry: ServerRegistry;
  readonly #starting = new Map<string, Starting>();
  readonly #stopping = new Set<string>();
  readonly #listeners = new Set<ExitListener>();
  /** Exits of the servers that we started; those of others are not known. */
  readonly #exits = new Map<string, Promise<Exit>>();
  readonly #watch: NodeJS.Timeout;
  #sweeping = Promise.resolve();
  #disposed = false;

  constructor(deps: LocalDeps) {
    this.#deps = deps;
    this.rescueImage = deps.tool === undefined ? undefined : TOOL_IMAGE;
    this.#registry = new ServerRegistry({
      folder: join(deps.data, 'state', 'servers')
    });
    this.#watch = setInterval(this.#sweep, WATCH_INTERVAL);
    this.#watch.unref();
  }

  async start(plan: LaunchPlan, progress: Progress): Promise<RunningServer> {
    const name = checkName(plan.server.name);
    if (this.#starting.has(name)) {
      throw runsAlready(plan.server);
    }
    const stopped = new AbortController();
    const signal = AbortSignal.any([progress.signal, stopped.signal]);
    const started = onVolume(() => this.#start(plan, { ...progress, signal }));
    this.#starting.set(name, { stopped, started });
    try {
      return await started;
    } finally {
      this.#starting.delete(name);
    }
  }

  async stop(server: ServerRef): Promise<void> {
    const starting = this.#starting.get(server.name);
    starting?.stopped.abort(
      new Failed('interrupted', 'The server was stopped as it started.')
    );
    await starting?.started.catch(() => undefined);
    const record = await this.#registry.read(server);
    if (!record) {
      return;
    }
    this.#stopping.add(server.name);
    try {
      await this.#end(record);
      await this.#registry.remove(server);
    } finally {
      // A sweep that saw the server end must find it in `#stopping`.
      await this.#sweeping;
      this.#stopping.delete(server.name);
    }
  }

  /** End every server of every user, as Ctrl-C does. */
  async stopAll(): Promise<void> {
    const starting = [...this.#starting.values()];
    for (const { stopped } of starting) {
      stopped.abort(new Failed('interrupted', 'The companion is stopping.'));
    }
    await Promise.allSettled(starting.map(({ started }) => started));
    const records = await this.#registry.all();
    await Promise.all(records.map(record => this.stop(record)));
  }

  /** Includes servers whose start was cut short by a crash of the companion. */
  async list(user: string): Promise<RunningServer[]> {
    return this.known(user);
  }

  /** Reads our own files and the process table, which costs little. */
  async known(user?: string): Promise<RunningServer[]> {
    const alive = await this.#alive();
    return alive
      .filter(record => user === undefined || record.user === user)
      .map(described);
  }

  /** Resolve at once: this machine always answers. */
  answers(): Promise<void> {
    return Promise.resolve();
  }

  async endpoint(server: ServerRef): Promise<Endpoint | undefined> {
    const record = await this.#registry.read(server);
    if (!record?.ready || !(await isAlive(record))) {
      return undefined;
    }
    const { port, token } = record;
    return { target: `http://127.0.0.1:${String(port)}`, token };
  }

  onExit(listener: ExitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    clearInterval(this.#watch);
    this.#listeners.clear();
    await this.#sweeping;
  }

  async #start(plan: LaunchPlan, progress: Progress): Promise<RunningServer> {
    await this.#sweeping;
    const record = await this.#registry.read(plan.server);
    if (record && (await isAlive(record))) {
      throw runsAlready(plan.server);
    }
    const places = launchPlaces(plan, this.#deps);
    await requireImage(places.image, plan.image);
    await requireFolder(places.folder, plan.folder ?? '');
    const { labextension } = this.#deps;
    await refreshLabextension(labextension, places.share);
    const launch = new ServerLaunch({
      plan,
      places,
      log: this.#log(plan.server.name),
      deps: this.#deps,
      registry: this.#registry
    });
    for (let tried = 0; tried < PORTS_TO_TRY; tried++) {
      const server = await launch.run(progress, exited => {
        this.#exits.set(plan.server.name, exited);
        void exited.then(this.#sweep);
      });
      if (server) {
        return server;
      }
    }
    throw new Failed('unavailable', 'No port is free for the server.');
  }

  #end(record: ServerRecord): Promise<void> {
    const marker = join(runFolder(this.#deps.data, record.name), 'runtime');
    return endTree({ leader: record, marker }, this.#deps.stopGraceMs);
  }

  #log(name: string): string {
    return join(this.#deps.data, 'state', 'logs', `server-${name}.log`);
  }

  async #alive(): Promise<ServerRecord[]> {
    const records = await this.#registry.all();
    const alive = await Promise.all(records.map(isAlive));
    return records.filter((_, n) => alive[n]);
  }

  /** Look for servers that ended, one look after the other. */
  readonly #sweep = (): void => {
    this.#sweeping = this.#sweeping
      .then(() => this.#look())
      .catch((error: unknown) => {
        this.#deps.log.warn(
          { err: error },
          'Servers could not be looked at; the next look is in a second.'
        );
      });
  };

  async #look(): Promise<void> {
    const records = this.#disposed ? [] : await this.#registry.all();
    for (const record of records) {
      if (await isAlive(record)) {
        await capLog(this.#log(record.name));
      } else {
        await this.#exited(record);
      }
    }
  }

  async #exited(record: ServerRecord): Promise<void> {
    const { user, name } = record;
    const handled = () => this.#starting.has(name) || this.#stopping.has(name);
    if (!handled()) {
      await this.#end(record);
    }
    if (handled()) {
      return;
    }
    const why = Promise.resolve(await this.#why(record));
    await this.#registry.remove(record);
    for (const listener of this.#listeners) {
      listener({ user, name }, why);
    }
  }

  /** Tell why a server ended; before another start begins the log anew. */
  async #why({ name, token }: ServerRecord): Promise<Failed | undefined> {
    const exit = await this.#exits.get(name);
    this.#exits.delete(name);
    const log = await readLog(this.#log(name), token).catch(() => '');
    return exit && serverEnd(exit, log);
  }
}

interface Starting {
  readonly stopped: AbortController;
  readonly started: Promise<RunningServer>;
}
