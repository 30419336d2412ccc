import type { ServiceManager } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

/**
 * The work that runs on this page's server.
 */
export interface IRunningWork {
  /**
   * List the paths of the documents in which cells are running.
   */
  cells(): Promise<string[]>;

  /**
   * Return the number of open terminals.
   */
  terminals(): Promise<number>;

  /**
   * Resolves when no cell runs any more.
   */
  idle(signal: AbortSignal): Promise<void>;
}

/** Milliseconds between requests to the server, while a tab waits for cells. */
const INTERVAL = 2000;

type Services = Pick<
  ServiceManager.IManager,
  'kernels' | 'sessions' | 'terminals'
>;

/**
 * Finds the running work by the server's kernels, sessions and terminals.
 */
export class RunningWork implements IRunningWork {
  constructor(services: Services, interval = INTERVAL) {
    this._services = services;
    this._interval = interval;
  }

  async cells(): Promise<string[]> {
    const { kernels, sessions } = this._services;
    await Promise.all([
      kernels.refreshRunning().catch(() => undefined),
      sessions.refreshRunning().catch(() => undefined)
    ]);
    // Sessions carry the state that their kernel had when they were begun.
    const paths = new Map(
      [...sessions.running()].map(({ kernel, path }) => [kernel?.id, path])
    );
    return [...kernels.running()]
      .filter(kernel => kernel.execution_state === 'busy')
      .map(kernel => paths.get(kernel.id) ?? kernel.name);
  }

  async terminals(): Promise<number> {
    if (!this._services.terminals.isAvailable()) {
      return 0;
    }
    await this._services.terminals.refreshRunning().catch(() => undefined);
    return [...this._services.terminals.running()].length;
  }

  async idle(signal: AbortSignal): Promise<void> {
    const { kernels } = this._services;
    const looker = {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      while (!signal.aborted && (await this.cells()).length > 0) {
        await new Promise<void>(resolve => {
          const look = (): void => {
            resolve();
          };
          kernels.runningChanged.connect(look, looker);
          signal.addEventListener('abort', look, { once: true });
          timer = setTimeout(look, this._interval);
        });
        clearTimeout(timer);
        Signal.disconnectReceiver(looker);
      }
    } finally {
      clearTimeout(timer);
      Signal.disconnectReceiver(looker);
    }
  }

  private readonly _services: Services;
  private readonly _interval: number;
}
