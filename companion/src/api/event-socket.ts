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
  /** The path of the websocket. */
  readonly path: string;
  readonly openDeadlineMs: number;
  readonly log: Pick<Logger, 'error'>;
}

/** Codes for closing a socket; those from 4000 are for applications. */
const CLOSE = { unauthenticated: 4401, invalid: 4400, late: 4408 } as const;
const MAX_MESSAGE = 16 * 1024;

/**
 * The pages' one websocket. A page gives its token in the first message: a
 * browser can send no header with it, and a URL gets logged.
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

  /** Take over a request whose origin the listener has checked. */
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
      this.#deps.log.error(
        { err: error },
        'A page’s socket failed; the page connects again'
      );
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
        // Messages that come before the token is checked wait until it is.
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
      // A server's page is closed with its server, a home page by signing out.
      if (!principal.server) {
        this.#endUnknown(socket, hello.token);
      }
    };
    // The socket may have been closed in the meantime; once is enough.
    return socket.readyState === socket.OPEN
      ? new EventChannel({ ...this.#deps, socket, onBeat }, principal, hello)
      : undefined;
  }

  /** Check the token with each beat: an open page keeps its session in use. */
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
        log.error(
          { err: error },
          'The token of a page could not be checked; its socket stays open'
        );
      }
    );
  }
}

function read(data: RawData): ClientMessage | undefined {
  const text = Buffer.isBuffer(data) ? data.toString('utf8') : '';
  return ClientMessage.safeParse(parsedJson(text)).data;
}
