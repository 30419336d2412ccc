import { Agent } from 'node:http';
import type { AgentOptions, ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Connections that are made soon or not at all: nobody answers at the address of
 * a pod that is gone, and the system would try for two minutes.
 */
export class ConnectingAgent extends Agent {
  readonly #connectMs: number;

  constructor(connectMs: number, options: AgentOptions = {}) {
    super(options);
    this.#connectMs = connectMs;
  }

  override createConnection(
    options: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void
  ): Duplex | null | undefined {
    const socket = super.createConnection(options, callback);
    if (socket) {
      const timer = setTimeout(() => {
        socket.destroy(new Error('There is no connection to it.'));
      }, this.#connectMs);
      const over = () => {
        clearTimeout(timer);
      };
      socket.once('connect', over).once('close', over);
    }
    return socket;
  }
}
