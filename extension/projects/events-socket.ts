import type { ServerConnection } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type {
  ServerEvent,
  ServerMessage
} from 'jupyterlab-projects-companion/contract';
import { BackOff } from './back-off.ts';
import { CompanionError } from './errors.ts';
import { EventChannel } from './event-channel.ts';
import { LogFollowers } from './log-followers.ts';
import type { Connection, LogChunk } from '../tokens.ts';

/**
 * The page's one websocket to the companion. It comes back by itself after a
 * loss, and goes on after the last event that it has seen.
 */
export class EventsSocket implements IDisposable {
  constructor(options: EventsSocket.IOptions) {
    this._options = options;
    this._silenceMs = options.times?.silenceMs ?? 30_000;
    this._backOff = new BackOff(options.times?.retryDelaysMs);
  }

  /**
   * The state of the connection to the companion.
   */
  get connection(): Connection {
    return this._connection;
  }

  /**
   * True when the socket is closed for good.
   */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /**
   * Connect now, even when an attempt is due later or not at all.
   */
  connect(): void {
    if (this._isDisposed || this._channel) {
      return;
    }
    clearTimeout(this._timer);
    if (this._connection.state === 'offline') {
      this._move({ state: 'offline', retryAt: Date.now() });
    }
    void this._attempt();
  }

  /**
   * Drop the connection and try again later, as after a loss.
   */
  drop(): void {
    if (this._isDisposed) {
      return;
    }
    this._close();
    const delay = this._backOff.next();
    this._timer = setTimeout(() => {
      this.connect();
    }, delay);
    this._move({ state: 'offline', retryAt: Date.now() + delay });
  }

  /**
   * Make no more attempts, because the session has ended.
   */
  signOut(): void {
    this._close();
    this._move({ state: 'signed-out' });
  }

  /**
   * Follow a build's log; see `ILogs.follow`.
   */
  follow(
    build: string,
    offset: number,
    listener: (chunk: LogChunk) => void
  ): IDisposable {
    return this._followers.add(build, offset, listener);
  }

  /**
   * Close for good.
   */
  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._followers.clear();
      this._close();
    }
  }

  /**
   * Ask by HTTP first: a websocket that is refused does not say why.
   */
  private async _attempt(): Promise<void> {
    const attempt = ++this._attempts;
    try {
      await this._options.probe(AbortSignal.timeout(this._silenceMs));
    } catch (error) {
      if (attempt === this._attempts) {
        this._refused(error);
      }
      return;
    }
    if (attempt === this._attempts && !this._isDisposed) {
      this._open();
    }
  }

  private _refused(error: unknown): void {
    const code = error instanceof CompanionError ? error.code : undefined;
    if (code === 'unauthenticated') {
      this.signOut();
    } else if (code === 'not-found' && this._last === undefined) {
      this._close();
      this._move({ state: 'missing' });
    } else {
      this.drop();
    }
  }

  private _open(): void {
    const { serverSettings, page } = this._options;
    const channel: EventChannel = new EventChannel({
      serverSettings,
      silenceMs: this._silenceMs,
      hello: {
        type: 'open',
        token: serverSettings.token,
        ...(page === undefined ? {} : { page }),
        ...(this._last === undefined ? {} : { last: this._last })
      },
      onMessage: message => {
        this._receive(message);
      },
      onLost: () => {
        this.drop();
      }
    });
    this._channel = channel;
  }

  private _receive(message: ServerMessage): void {
    if ('data' in message && message.event !== 'log') {
      this._last = message.id;
      this._options.onEvent(message);
      return;
    }
    switch (message.event) {
      case 'beat':
        return;
      case 'opened':
      case 'reset':
        this._opened(message.event, message.id);
        return;
      case 'log':
        this._followers.deliver(message.data);
    }
  }

  /**
   * Note that the connection is open. `reset` may come instead of `opened` or
   * after it; it also makes the records outdated.
   */
  private _opened(event: 'opened' | 'reset', id: string): void {
    const outdated = event === 'reset' || this._last === undefined;
    const again = this._connection.state === 'online';
    this._last = id === '' ? this._last : id;
    this._backOff.reset();
    this._move({ state: 'online' });
    if (!again) {
      this._followers.resume();
    }
    if (outdated) {
      this._options.onOutdated();
    }
  }

  private _close(): void {
    clearTimeout(this._timer);
    this._attempts += 1;
    this._channel?.close();
    this._channel = undefined;
  }

  private _move(connection: Connection): void {
    this._connection = connection;
    this._options.onConnection();
  }

  private readonly _options: EventsSocket.IOptions;
  private readonly _silenceMs: number;
  private readonly _backOff: BackOff;
  private readonly _followers = new LogFollowers(
    (build, offset) => {
      if (this._connection.state === 'online') {
        this._channel?.send({ type: 'follow', build, offset });
      }
    },
    build => {
      this._channel?.send({ type: 'unfollow', build });
    }
  );
  private _connection: Connection = { state: 'connecting' };
  private _channel: EventChannel | undefined;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _last: string | undefined;
  private _attempts = 0;
  private _isDisposed = false;
}

/**
 * A namespace for the socket's options.
 */
export namespace EventsSocket {
  /**
   * The longest wait for a beat, and the waits before new attempts to connect.
   */
  export interface ITimes {
    readonly silenceMs: number;
    readonly retryDelaysMs: readonly number[];
  }

  /**
   * Options of the socket.
   */
  export interface IOptions {
    readonly serverSettings: ServerConnection.ISettings;
    /** This page's id; a page without one is not present on any server. */
    readonly page?: string;
    /** Asks whether the companion is there and knows the user. */
    readonly probe: (signal: AbortSignal) => Promise<unknown>;
    readonly times?: Partial<ITimes>;
    readonly onConnection: () => void;
    readonly onEvent: (event: ServerEvent) => void;
    /**
     * Called when earlier events are not known here: at the first connection,
     * and when the companion cannot resume.
     */
    readonly onOutdated: () => void;
  }
}
