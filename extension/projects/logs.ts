import type { IDisposable } from '@lumino/disposable';
import type { CompanionClient } from './client.ts';
import type { EventsSocket } from './events-socket.ts';
import type { ILogs, LogChunk } from '../tokens.ts';

/**
 * The output of builds and servers. The members are described by the interface.
 */
export class Logs implements ILogs {
  constructor(options: Logs.IOptions) {
    this._options = options;
  }

  follow(
    build: string,
    offset: number,
    listener: (chunk: LogChunk) => void
  ): IDisposable {
    return this._options.socket.follow(build, offset, listener);
  }

  ofStart(id: string): Promise<string> {
    const { client, calling } = this._options;
    return calling(client.startLog(id));
  }

  private readonly _options: Logs.IOptions;
}

/**
 * A namespace for `Logs` statics.
 */
export namespace Logs {
  /**
   * The parts of the model that the logs need.
   */
  export interface IOptions {
    readonly client: Pick<CompanionClient, 'startLog'>;
    readonly socket: Pick<EventsSocket, 'follow'>;

    /**
     * Waits for a call, and signs out when it finds that the session has ended.
     */
    readonly calling: <T>(call: Promise<T>) => Promise<T>;
  }
}
