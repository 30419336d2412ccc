import type { ServerConnection } from '@jupyterlab/services';
import type {
  ClientMessage,
  ServerMessage
} from 'jupyterlab-projects-companion/contract';
import { serverMessage } from './answers.ts';

/**
 * One websocket to the companion, from its opening to its end.
 */
export class EventChannel {
  /**
   * Open the websocket.
   */
  constructor(options: EventChannel.IOptions) {
    this._options = options;
    const { WebSocket, wsUrl } = options.serverSettings;
    this._socket = new WebSocket(`${wsUrl}api/v1/events`);
    this._socket.onopen = () => {
      this.send(options.hello);
    };
    this._socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      this._watch();
      const message = serverMessage(parsed(data));
      if (message && !this._closed) {
        options.onMessage(message);
      }
    };
    // A close event follows each error, and reports the loss.
    this._socket.onerror = () => undefined;
    this._socket.onclose = () => {
      this._lose();
    };
    this._watch();
  }

  /**
   * Send a message, if the socket is open.
   */
  send(message: ClientMessage): void {
    if (this._socket.readyState === 1) {
      this._socket.send(JSON.stringify(message));
    }
  }

  /**
   * Close without calling `onLost`.
   */
  close(): void {
    clearTimeout(this._timer);
    this._closed = true;
    this._socket.close();
  }

  /**
   * Restart the timer: beats come every 15 s, so a channel that is silent for
   * `silenceMs` is dead.
   */
  private _watch(): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      this._lose();
    }, this._options.silenceMs);
  }

  private _lose(): void {
    if (!this._closed) {
      this.close();
      this._options.onLost();
    }
  }

  private readonly _options: EventChannel.IOptions;
  private readonly _socket: WebSocket;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _closed = false;
}

/**
 * A namespace for the channel's options.
 */
export namespace EventChannel {
  /**
   * Options of a channel.
   */
  export interface IOptions {
    readonly serverSettings: ServerConnection.ISettings;
    /** The first message. */
    readonly hello: ClientMessage;
    /** A channel that is silent for this long is dead. */
    readonly silenceMs: number;
    readonly onMessage: (message: ServerMessage) => void;
    /** Called once when the channel is lost, but not after `close()`. */
    readonly onLost: () => void;
  }
}

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
