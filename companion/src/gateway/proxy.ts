import { STATUS_CODES } from 'node:http';
import type {
  IncomingMessage,
  OutgoingHttpHeaders,
  ServerResponse
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { Endpoint } from '../drivers/driver.ts';
import type { Address } from './address.ts';
import { endings } from '../identity/cookies.ts';
import { answerHeaders, carriesToken, requestHeaders } from './forwarding.ts';
import { mayCarryToken } from './guard.ts';
import { kept } from './kept-files.ts';
import type { Site } from '../config/site.ts';
import { Relay, type Destination } from './relay.ts';

/** A request that was let through. */
export interface Passage {
  readonly address: Address;
  readonly endpoint: Endpoint;
  readonly by: 'header' | 'cookie';
  /** Called at most once, when the server did not answer. */
  readonly failed: (error: unknown) => void;
}

const CONNECT_MS = 5_000;

/** Passes requests to servers, and makes their answers fit for browsers. */
export class Proxy {
  readonly #site: Site;
  readonly #relay: Relay;
  /** Each request as it came in, since the relay rewrites its headers. */
  readonly #passages = new WeakMap<
    IncomingMessage,
    Passage & { readonly page: boolean; readonly endings: readonly string[] }
  >();

  constructor(site: Site) {
    this.#site = site;
    this.#relay = new Relay({
      connectMs: CONNECT_MS,
      answered: (answer, req, res) => {
        this.#answer(answer, req, res);
      }
    });
  }

  web(req: IncomingMessage, res: ServerResponse, passage: Passage): void {
    this.#relay.web(req, res, this.#destination(req, passage));
  }

  ws(
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    passage: Passage
  ): void {
    this.#relay.ws(req, socket, head, this.#destination(req, passage));
  }

  dispose(): void {
    this.#relay.dispose();
  }

  #destination(req: IncomingMessage, passage: Passage): Destination {
    const { endpoint, failed } = passage;
    const page = mayCarryToken(req.headers);
    const ended = page
      ? endings(req.headers.cookie, this.#site.cookie, req.url)
      : [];
    this.#passages.set(req, { ...passage, page, endings: ended });
    const headers = requestHeaders(req, endpoint, this.#site);
    return { target: endpoint.target, headers, failed };
  }

  #answer(
    answer: IncomingMessage,
    req: IncomingMessage,
    res: ServerResponse
  ): void {
    const passage = this.#passages.get(req);
    if (!passage) {
      return;
    }
    const token = carriesToken(passage.address.rest, answer);
    if (token && passage.by === 'cookie' && !passage.page) {
      withhold(answer, res);
      return;
    }
    answer.headers = answerHeaders(kept(passage.address.rest, answer), {
      carriesToken: token,
      cookies: passage.endings,
      site: this.#site
    });
  }
}

/** Answer for a page that carries a token, when the request opens no page. */
function withhold(answer: IncomingMessage, res: ServerResponse): void {
  // The page is not read: it need not have an end.
  res.once('close', () => answer.destroy());
  const code = answer.statusCode ?? 500;
  const status = code >= 400 ? code : 403;
  const sentence =
    status === code
      ? (STATUS_CODES[status] ?? 'Error')
      : 'This page opens only as a page of its own, in a browser that says so: any current one does, on localhost or with https.';
  const headers: OutgoingHttpHeaders = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store'
  };
  res.writeHead(status, headers).end(`${sentence}\n`);
}
