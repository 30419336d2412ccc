import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Logger } from 'pino';
import { tokenOf, type Identity } from '../identity/identity.ts';
import type { Endpoint } from '../drivers/driver.ts';
import type { ServerRef } from '../drivers/server-ref.ts';
import { sameText } from '../base/hash.ts';
import { bind } from '../base/bind.ts';
import { CALLS, isCall, PREFIX } from './calls.ts';
import type { CallAnswer, CallBody, CallName } from './calls.ts';
import { parsedJson } from '../base/json.ts';

export interface InternalPortDeps {
  readonly host: string;
  readonly port: number;
  readonly secret: string;
  readonly auth: Pick<Identity, 'tokenPrincipal' | 'session' | 'openSession'>;
  readonly endpoint: (server: ServerRef) => Promise<Endpoint | undefined>;
  readonly log: Pick<Logger, 'error'>;
}

export interface InternalPort {
  readonly port: number;
  close(): Promise<void>;
}

const LARGEST = 16_384;

/** Open a port for gateways: it tells a token's owner, and servers' tokens. */
export async function openInternalPort(
  deps: InternalPortDeps
): Promise<InternalPort> {
  const server = createServer((req, res) => {
    respond(deps, req, res).catch((error: unknown) => {
      deps.log.error(
        { err: error },
        'A call of a gateway failed; the gateway gets an error'
      );
      if (res.headersSent) {
        res.destroy();
      } else {
        end(res, 500);
      }
    });
  });
  const port = await bind(server, deps.host, deps.port);
  return {
    port,
    close: () =>
      new Promise(resolve => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      })
  };
}

async function respond(
  deps: InternalPortDeps,
  req: IncomingMessage,
  res: ServerResponse
): Promise<void> {
  const given = tokenOf(req.headers.authorization);
  if (given === undefined || !sameText(given, deps.secret)) {
    req.resume();
    end(res.setHeader('www-authenticate', 'Bearer'), 401);
    return;
  }
  const url = req.url ?? '';
  const name = url.startsWith(PREFIX) ? url.slice(PREFIX.length) : '';
  if (!isCall(name) || req.method !== 'POST') {
    req.resume();
    end(res, 404);
    return;
  }
  if (Number(req.headers['content-length'] ?? Infinity) > LARGEST) {
    req.resume();
    end(res, 413);
    return;
  }
  const body = CALLS[name].body.safeParse(parsedJson(await text(req)));
  if (!body.success) {
    end(res, 400);
    return;
  }
  const answer = await answers(deps)[name](body.data as never);
  res.setHeader('content-type', 'application/json');
  res.setHeader('cache-control', 'no-store');
  end(res, 200, JSON.stringify(answer));
}

type Answers = {
  readonly [N in CallName]: (body: CallBody<N>) => Promise<CallAnswer<N>>;
};

function answers({ auth, endpoint }: InternalPortDeps): Answers {
  return {
    principal: async ({ token }) => ({
      principal: (await auth.tokenPrincipal(token)) ?? null
    }),
    session: async ({ values }) => ({
      user: (await auth.session(values)) ?? null
    }),
    'open-session': async ({ user }) => ({
      value: await auth.openSession(user)
    }),
    endpoint: async server => ({ endpoint: (await endpoint(server)) ?? null })
  };
}

function end(res: ServerResponse, status: number, body?: string): void {
  res.writeHead(status).end(body);
}
