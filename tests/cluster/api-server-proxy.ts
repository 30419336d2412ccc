/** A proxy of the API server for one client of a test, which can be broken. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Cluster } from './cluster.ts';

export type Breakage =
  /** Requests get no answer, and watches fall silent, without an error. */
  | 'silent'
  /** Connections end, and none can be made. */
  | 'cut'
  /** Every call is answered with this status. */
  | { readonly status: number };

const Kubeconfig = z.object({
  users: z.tuple([z.object({ user: z.object({ token: z.string() }) })])
});

export class ApiServerProxy {
  /** The path of a kubeconfig that leads here. */
  readonly kubeconfig: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'api-server-'));
  readonly #server = createServer((asked, answer) => {
    this.#forward(asked, answer);
  });
  readonly #sockets = new Set<Socket>();
  readonly #watches = new Set<IncomingMessage>();
  readonly #upstream: string;
  readonly #token: string;
  #breakage: Breakage | undefined;

  private constructor(cluster: Cluster) {
    const given = JSON.parse(
      readFileSync(cluster.kubeconfig, 'utf8')
    ) as unknown;
    this.#token = Kubeconfig.parse(given).users[0].user.token;
    this.#upstream = cluster.apiServer;
    this.kubeconfig = join(this.#folder, 'kubeconfig');
  }

  static async open(cluster: Cluster): Promise<ApiServerProxy> {
    const proxy = new ApiServerProxy(cluster);
    await proxy.#listen();
    return proxy;
  }

  break(breakage: Breakage): void {
    this.#breakage = breakage;
    if (breakage === 'cut') {
      for (const socket of this.#sockets) {
        socket.destroy();
      }
    }
    if (breakage === 'silent') {
      // For good: these watches stay silent after `mend`, too.
      for (const watch of this.#watches) {
        watch.unpipe();
      }
      this.#watches.clear();
    }
  }

  mend(): void {
    this.#breakage = undefined;
  }

  async close(): Promise<void> {
    rmSync(this.#folder, { recursive: true });
    await new Promise<void>(resolve => {
      this.#server.close(() => {
        resolve();
      });
      for (const socket of this.#sockets) {
        socket.destroy();
      }
    });
  }

  async #listen(): Promise<void> {
    this.#server.on('connection', socket => {
      if (this.#breakage === 'cut') {
        socket.destroy();
        return;
      }
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>(resolve => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = this.#server.address() as AddressInfo;
    const server = `http://127.0.0.1:${String(port)}`;
    const cluster = { server, 'insecure-skip-tls-verify': true };
    writeFileSync(
      this.kubeconfig,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'way', cluster }],
        users: [{ name: 'test', user: {} }],
        contexts: [{ name: 'way', context: { cluster: 'way', user: 'test' } }],
        'current-context': 'way'
      })
    );
  }

  #forward(asked: IncomingMessage, answer: ServerResponse): void {
    const breakage = this.#breakage;
    if (breakage === 'silent') {
      return;
    }
    if (typeof breakage === 'object') {
      const code = breakage.status;
      const status = { kind: 'Status', code, message: 'Broken by a test.' };
      answer.writeHead(code, { 'content-type': 'application/json' });
      answer.end(JSON.stringify(status));
      return;
    }
    const url = new URL(asked.url ?? '/', this.#upstream);
    const headers = {
      ...asked.headers,
      authorization: `Bearer ${this.#token}`
    };
    const { method } = asked;
    const options = { method, headers, rejectUnauthorized: false };
    const sent = request(url, options, found => {
      answer.writeHead(found.statusCode ?? 502, found.headers);
      found.pipe(answer);
      if (url.searchParams.has('watch')) {
        this.#watches.add(found);
        found.on('close', () => this.#watches.delete(found));
      }
    });
    sent.on('error', () => {
      answer.destroy();
    });
    answer.on('close', () => {
      sent.destroy();
    });
    asked.pipe(sent);
  }
}
