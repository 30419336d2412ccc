import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { Endpoint } from '../drivers/driver.ts';
import type { ServerRef } from '../drivers/server-ref.ts';
import { Failed } from '../base/errors.ts';
import { addressOf, loggable, slugOf, type Address } from './address.ts';
import type { Visitor } from '../identity/identity.ts';
import { SignIn, type SignInDeps } from '../identity/sign-in.ts';
import { hasUnframedBody, isPage } from './forwarding.ts';
import { hostAllowed, mayAct, mayConnect } from './guard.ts';
import {
  askToSignIn,
  away,
  forbid,
  notFound,
  notRunning,
  refuseToken,
  WRONG_HOST
} from './pages.ts';
import { Proxy } from './proxy.ts';
import { refuseUpgrade } from './upgrades.ts';

export interface GatewayDeps extends SignInDeps {
  /** Where a server answers, or `undefined` when it does not run. */
  readonly endpoint: (server: ServerRef) => Promise<Endpoint | undefined>;
  /** Called with a server that did not answer at its endpoint. */
  readonly unanswered?: (server: ServerRef) => void;
  readonly log: Pick<Logger, 'debug' | 'error'>;
}

/** Lets a user's browser, and nobody else, to the user's servers. */
export class Gateway {
  readonly #deps: GatewayDeps;
  readonly #signIn: SignIn;
  readonly #proxy: Proxy;

  constructor(deps: GatewayDeps) {
    this.#deps = deps;
    this.#signIn = new SignIn(deps);
    this.#proxy = new Proxy(deps.site);
  }

  /** Serve a request below `/user/`. */
  handle(req: IncomingMessage, res: ServerResponse): void {
    const path = loggable(req.url);
    res.once('close', () => {
      this.#log(req, path, res.statusCode);
    });
    this.#handle(req, res).catch((error: unknown) => {
      if (isAway(error) && !res.headersSent) {
        away(req, res);
        return;
      }
      this.#deps.log.error(
        { err: error, path },
        'The gateway failed at a request; the client gets an error'
      );
      if (res.headersSent) {
        res.destroy();
      } else {
        res.writeHead(500).end();
      }
    });
  }

  /** Serve a websocket below `/user/`. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = loggable(req.url);
    // A socket without this ends the process when its peer resets it.
    socket.on('error', () => socket.destroy());
    const refuse = (status: number) => {
      this.#log(req, path, status);
      refuseUpgrade(socket, status);
    };
    this.#upgrade(req, socket, head, refuse).catch((error: unknown) => {
      if (isAway(error)) {
        refuse(503);
        return;
      }
      this.#deps.log.error(
        { err: error, path },
        'The gateway failed at a websocket, which is refused'
      );
      refuse(500);
    });
  }

  /** End all that passes through; a closed gateway serves nothing more. */
  dispose(): void {
    this.#proxy.dispose();
  }

  async #handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const address = addressOf(req.url ?? '');
    if (!hostAllowed(this.#deps.site, req.headers)) {
      this.#forbid(req, res, WRONG_HOST);
      return;
    }
    if (!address) {
      notFound(req, res, this.#deps.site.base);
      return;
    }
    const visitor = await this.#signIn.visitor(req);
    if (visitor?.by !== 'header') {
      const ours = isPage(address.rest);
      const exchange = await this.#signIn.exchange(req, res, { ours });
      if (exchange === 'refused') {
        refuseToken(req, res);
      }
      if (exchange !== 'passed') {
        return;
      }
    }
    if (visitor) {
      await this.#admit(req, res, address, visitor);
    } else {
      askToSignIn(req, res);
    }
  }

  #forbid(req: IncomingMessage, res: ServerResponse, sentence: string): void {
    forbid(req, res, { base: this.#deps.site.base, sentence });
  }

  async #admit(
    req: IncomingMessage,
    res: ServerResponse,
    address: Address,
    { principal, by }: Visitor
  ): Promise<void> {
    if (principal.user !== address.server.user) {
      this.#forbid(req, res, 'This server is another user’s.');
      return;
    }
    if (by === 'cookie' && !mayAct(this.#deps.site, req)) {
      this.#forbid(req, res, 'This request comes from another site.');
      return;
    }
    if (address.bare) {
      const location = (req.url ?? '').replace(/^[^?]*/, '$&/');
      res.writeHead(302, { location }).end();
      return;
    }
    if (hasUnframedBody(req)) {
      res.writeHead(411).end();
      return;
    }
    const gone = () => {
      notRunning(req, res, {
        base: this.#deps.site.base,
        slug: slugOf(address.server)
      });
    };
    const endpoint = await this.#deps.endpoint(address.server);
    if (!endpoint) {
      gone();
      return;
    }
    const failed = (error: unknown) => {
      this.#failed(address, error);
      gone();
    };
    this.#proxy.web(req, res, { address, endpoint, by, failed });
  }

  async #upgrade(
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    refuse: (status: number) => void
  ): Promise<void> {
    const { site } = this.#deps;
    const address = addressOf(req.url ?? '');
    if (!hostAllowed(site, req.headers)) {
      refuse(403);
      return;
    }
    if (!address || address.bare) {
      refuse(404);
      return;
    }
    const visitor = await this.#signIn.visitor(req);
    if (!visitor) {
      refuse(401);
      return;
    }
    const { principal, by } = visitor;
    if (
      principal.user !== address.server.user ||
      (by === 'cookie' && !mayConnect(site, req.headers))
    ) {
      refuse(403);
      return;
    }
    const endpoint = await this.#deps.endpoint(address.server);
    if (!endpoint) {
      refuse(503);
      return;
    }
    this.#proxy.ws(req, socket, head, {
      address,
      endpoint,
      by,
      failed: error => {
        this.#failed(address, error);
        refuse(503);
      }
    });
  }

  #failed(address: Address, error: unknown): void {
    const { server } = address;
    this.#deps.unanswered?.(server);
    this.#deps.log.debug(
      { server, error: String(error) },
      'A server did not answer; it counts as not running'
    );
  }

  #log(req: IncomingMessage, path: string, status: number): void {
    const { method } = req;
    this.#deps.log.debug({ method, path, status }, 'Request.');
  }
}

/** True when the user, or the server's endpoint, cannot be told for now. */
function isAway(error: unknown): boolean {
  return error instanceof Failed && error.code === 'unavailable';
}
