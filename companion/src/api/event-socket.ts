import { WebSocketServer } from 'ws';
import { ClientMessage } from '../contract/contract.ts';
import { refuseUpgrade } from '../gateway/upgrades.ts';
import { EventChannel } from './event-channel.ts';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import type { Identity } from '../identity/identity.ts';
import type { ChannelDeps } from './event-channel.ts';
import { parsedJson } from '../base/json.ts';

export interface EventSocketDeps extends Omit<
  ChannelDeps,
  'socket' | 'onBeat'
> {
  readonly auth: Pick<Identity, 'tokenPrincipal'>;
  /** The path at which it is opened. */
  readonly path: string;
  readonly openDeadlineMs: number;
  readonly log: Pick<Logger, 'error'>;
}

/** Why a socket was closed; 4000 and up are ours. */
const CLOSE = { unauthenticated: 4401, invalid: 4400, late: 4408 } as const;
const MAX_MESSAGE = 16 * 1024;

/**
 * The pages' one websocket. Who opens it says who they are in the first
 * message, for a browser can send no header with it, and a URL gets logged.
 */
export class EventSocket {
  readonly #deps: EventSocketDeps;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    perMessageDeflate: false
  });

  constructor(deps: EventSocketDeps) {
    this.#deps = deps;
  }

  /** Take over a request that the listener has checked the origin of. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    if ((req.url ?? '').replace(/\?.*$/s, '') !== this.#deps.path) {
      refuseUpgrade(socket, 404);
      return;
    }
    this.#server.handleUpgrade(req, socket, head, opened => {
      this.#open(opened);
    });
  }

  dispose(): void {
    for (const socket of this.#server.clients) {
      socket.terminate();
    }
    this.#server.close();
  }

  #open(socket: WebSocket): void {
    let entering: Promise<EventChannel | undefined> | undefined;
    const deadline = setTimeout(() => {
      socket.close(CLOSE.late, 'the first message did not come');
    }, this.#deps.openDeadlineMs);
    const failed = (error: unknown) => {
      this.#deps.log.error({ err: error }, 'a page was not served');
      socket.terminate();
    };
    socket.on('error', () => {
      socket.terminate();
    });
    socket.on('close', () => {
      clearTimeout(deadline);
      entering?.then(channel => channel?.dispose()).catch(failed);
    });
    socket.on('message', data => {
      const message = read(data);
      if (message?.type === 'open' && !entering) {
        clearTimeout(deadline);
        entering = this.#admit(socket, message);
        entering.catch(failed);
      } else if (message && message.type !== 'open' && entering) {
        // What is said before we know who comes waits until we do.
        entering.then(channel => channel?.receive(message)).catch(failed);
      } else {
        socket.close(CLOSE.invalid, 'not understood');
      }
    });
  }

  async #admit(
    socket: WebSocket,
    hello: Extract<ClientMessage, { type: 'open' }>
  ): Promise<EventChannel | undefined> {
    const principal = await this.#deps.auth.tokenPrincipal(hello.token);
    if (!principal) {
      socket.close(CLOSE.unauthenticated, 'the token is not valid');
      return undefined;
    }
    const onBeat = () => {
      // The page of a server ends with its server; others, when they sign out.
      if (!principal.server) {
        this.#endUnknown(socket, hello.token);
      }
    };
    // It may have been closed in the meantime, and is not told again.
    return socket.readyState === socket.OPEN
      ? new EventChannel({ ...this.#deps, socket, onBeat }, principal, hello)
      : undefined;
  }

  /** Looked at again and again: a page that is open uses its session. */
  #endUnknown(socket: WebSocket, token: string): void {
    const { auth, log } = this.#deps;
    auth.tokenPrincipal(token).then(
      principal => {
        if (!principal) {
          socket.close(
            CLOSE.unauthenticated,
            'the token is not valid any more'
          );
        }
      },
      (error: unknown) => {
        log.error({ err: error }, 'a page’s token was not looked at');
      }
    );
  }
}

function read(data: RawData): ClientMessage | undefined {
  const text = Buffer.isBuffer(data) ? data.toString('utf8') : '';
  return ClientMessage.safeParse(parsedJson(text)).data;
}
