/** Like `kubectl port-forward`: a port of this machine leads to a service's. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export class Forward {
  #target: Address | undefined;
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  /** Set the target, which is known only once the service is there. */
  to(target: Address): void {
    this.#target = target;
  }

  /** Listen on one more address; resolves to the port. */
  async listen(host: string, port = 0): Promise<number> {
    const server = createServer(socket => {
      this.#join(socket);
    });
    server.listen(port, host);
    await once(server, 'listening');
    this.#servers.push(server);
    return (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const server of this.#servers) {
      server.close();
    }
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await Promise.all(this.#servers.map(server => once(server, 'close')));
  }

  #join(socket: Socket): void {
    if (!this.#target) {
      socket.destroy();
      return;
    }
    const upstream = connect(this.#target);
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket]
    ] as const) {
      this.#sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }
}

// `node forward.ts PORT HOST`: forwards to the same port of another address. It
// is a process of its own, which can run in a network of its own.
if (import.meta.main) {
  const [port = '', host = ''] = process.argv.slice(2);
  const forward = new Forward();
  forward.to({ host, port: Number(port) });
  await forward.listen('127.0.0.1', Number(port));
  process.stdout.write('listening\n');
}
