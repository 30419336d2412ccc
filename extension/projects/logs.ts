import type { IDisposable } from '@lumino/disposable';
import type { CompanionClient } from './client.ts';
import type { EventsSocket } from './events-socket.ts';
import type { ILogs, LogChunk } from '../tokens.ts';

/**
 * What builds and servers printed. The members are described by the interface.
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
   * What it needs of the model that it is a part of.
   */
  export interface IOptions {
    readonly client: Pick<CompanionClient, 'startLog'>;
    readonly socket: Pick<EventsSocket, 'follow'>;

    /**
     * Watches a call for the end of the session.
     */
    readonly calling: <T>(call: Promise<T>) => Promise<T>;
  }
}
