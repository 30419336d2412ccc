import type { ServiceManager, Session } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

/**
 * What runs on this page's server.
 */
export interface IRunningWork {
  /**
   * Paths of the documents in which cells are running.
   */
  cells(): Promise<string[]>;

  /**
   * How many terminals are open.
   */
  terminals(): Promise<number>;

  /**
   * Resolves when no cell runs any more.
   */
  idle(signal: AbortSignal): Promise<void>;
}

/** How often to ask the server while the tab waits for cells. */
const INTERVAL = 2000;

/**
 * What runs, as the server's sessions and terminals tell.
 */
export class RunningWork implements IRunningWork {
  constructor(
    services: Pick<ServiceManager.IManager, 'sessions' | 'terminals'>,
    interval = INTERVAL
  ) {
    this._services = services;
    this._interval = interval;
  }

  async cells(): Promise<string[]> {
    await this._services.sessions.refreshRunning().catch(() => undefined);
    return [...this._services.sessions.running()]
      .filter(isBusy)
      .map(session => session.path);
  }

  async terminals(): Promise<number> {
    if (!this._services.terminals.isAvailable()) {
      return 0;
    }
    await this._services.terminals.refreshRunning().catch(() => undefined);
    return [...this._services.terminals.running()].length;
  }

  async idle(signal: AbortSignal): Promise<void> {
    const { sessions } = this._services;
    const looker = {};
    try {
      while (!signal.aborted && (await this.cells()).length > 0) {
        await new Promise<void>(resolve => {
          const look = (): void => {
            resolve();
          };
          sessions.runningChanged.connect(look, looker);
          signal.addEventListener('abort', look, { once: true });
          setTimeout(look, this._interval);
        });
        Signal.disconnectReceiver(looker);
      }
    } finally {
      Signal.disconnectReceiver(looker);
    }
  }

  private readonly _services: Pick<
    ServiceManager.IManager,
    'sessions' | 'terminals'
  >;
  private readonly _interval: number;
}

function isBusy({ kernel }: Session.IModel): boolean {
  return kernel?.execution_state === 'busy';
}
