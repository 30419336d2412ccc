import { Failed } from '../base/errors.ts';
import type { WebSocket } from 'ws';
import type { Principal } from '../identity/identity.ts';
import type { Builds } from '../builds/builds.ts';
import type { ClientMessage, ServerMessage } from '../contract/contract.ts';
import type { Events } from '../events/events.ts';
import type { Presence } from '../events/presence.ts';

export interface ChannelDeps {
  readonly socket: WebSocket;
  readonly events: Pick<Events, 'since' | 'subscribe'>;
  readonly presence: Pick<Presence, 'enter'>;
  readonly builds: Pick<Builds, 'get' | 'log'>;
  readonly beatMs: number;
  /** Called with each beat, so that the page's token can be checked again. */
  readonly onBeat: () => void;
}

type Hello = Extract<ClientMessage, { type: 'open' }>;
type Said = Exclude<ClientMessage, { type: 'open' }>;

/** The most bytes that may wait here for a page that does not read. */
const MOST_BUFFERED = 4 * 1024 * 1024;
const MOST_FOLLOWED = 20;
const TRY_AGAIN = 1013;

/** The channel of one page: its events, and the logs that it follows. */
export class EventChannel {
  readonly #deps: ChannelDeps;
  readonly #user: string;
  readonly #following = new Map<string, AbortController>();
  readonly #end: (() => void)[] = [];

  constructor(deps: ChannelDeps, { user, server }: Principal, hello: Hello) {
    this.#deps = deps;
    this.#user = user;
    this.#catchUp(hello.last);
    this.#end.push(
      deps.events.subscribe(user, event => {
        this.#send(event);
      })
    );
    const beat = setInterval(() => {
      this.#send({ event: 'beat' });
      deps.onBeat();
    }, deps.beatMs);
    this.#end.push(() => {
      clearInterval(beat);
    });
    if (server && hello.page !== undefined) {
      this.#end.push(deps.presence.enter(server, hello.page));
    }
  }

  async receive(message: Said): Promise<void> {
    this.#following.get(message.build)?.abort();
    this.#following.delete(message.build);
    if (message.type === 'follow' && this.#following.size < MOST_FOLLOWED) {
      const stop = new AbortController();
      this.#following.set(message.build, stop);
      await this.#follow(message.build, message.offset, stop.signal);
      if (this.#following.get(message.build) === stop) {
        this.#following.delete(message.build);
      }
    }
  }

  dispose(): void {
    for (const end of this.#end.splice(0)) {
      end();
    }
    for (const stop of this.#following.values()) {
      stop.abort();
    }
  }

  #catchUp(last: string | undefined): void {
    const { events } = this.#deps;
    const since = events.since(this.#user, last);
    if (since === 'reset') {
      const now = events.since(this.#user);
      this.#send({ event: 'reset', id: now === 'reset' ? '' : now.id });
      return;
    }
    this.#send({ event: 'opened', id: last ?? since.id });
    for (const event of since.events) {
      this.#send(event);
    }
  }

  /** The next chunk is read when the last has left: the file is the buffer. */
  async #follow(
    build: string,
    offset: number,
    signal: AbortSignal
  ): Promise<void> {
    const { builds } = this.#deps;
    try {
      await builds.get(this.#user, build);
    } catch (error) {
      if (error instanceof Failed) {
        return;
      }
      throw error;
    }
    for await (const chunk of builds.log(build).follow(offset, signal)) {
      if (!signal.aborted) {
        await this.#sent({ event: 'log', data: { build, ...chunk } });
      }
    }
  }

  #send(message: ServerMessage): void {
    const { socket } = this.#deps;
    if (socket.bufferedAmount > MOST_BUFFERED) {
      // The page comes back with its last id, and then gets each object once.
      socket.close(TRY_AGAIN, 'too slow');
      this.dispose();
    } else if (socket.readyState === socket.OPEN) {
      socket.send(JSON.stringify(message));
    }
  }

  #sent(message: ServerMessage): Promise<void> {
    const { socket } = this.#deps;
    return new Promise(resolve => {
      if (socket.readyState !== socket.OPEN) {
        resolve();
        return;
      }
      // This is also called, with an error, when the socket closes before.
      socket.send(JSON.stringify(message), () => {
        resolve();
      });
    });
  }
}
