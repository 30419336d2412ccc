/** A test's own registry in front of the cluster's; it can be made to fail. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { RUN } from './folders.ts';

export type RegistryFault =
  | { readonly status: number }
  /** The speed of layers; their manifests come at once. */
  | { readonly bytesPerSecond: number }
  /** Bytes of each layer are changed. */
  | 'corrupt'
  /** Nobody listens. */
  | 'stopped';

export interface RegistryProxy {
  /** Return the reference of the same image through this registry. */
  reference(image: string): string;
  close(): Promise<void>;
}

/** Pieces per second in which a slow answer comes. */
const PIECES = 10;

export async function registryProxy(
  cluster: Cluster,
  fault?: RegistryFault
): Promise<RegistryProxy> {
  const server = createServer((asked, answer) => {
    forward(cluster.registry, asked, answer, fault);
  });
  await new Promise<void>(resolve => {
    server.listen(0, cluster.bridge, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = `${cluster.bridge}:${String(port)}`;
  const folder = join(RUN, 'certs.d', host);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'hosts.toml'),
    `server = "http://${host}"\n\n[host."http://${host}"]\n  capabilities = ["pull", "resolve"]\n`
  );
  const stop = () =>
    new Promise<void>(resolve => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  if (fault === 'stopped') {
    await stop();
  }
  return {
    reference: image => image.replace(cluster.registry, host),
    close: async () => {
      rmSync(folder, { recursive: true });
      await stop();
    }
  };
}

function forward(
  registry: string,
  asked: IncomingMessage,
  answer: ServerResponse,
  fault: RegistryFault | undefined
): void {
  if (typeof fault === 'object' && 'status' in fault) {
    const login = fault.status === 401 && {
      'www-authenticate': 'Basic realm="registry"'
    };
    answer.writeHead(fault.status, { ...login }).end('{}');
    return;
  }
  const { method, headers } = asked;
  const url = new URL(asked.url ?? '/', `http://${registry}`);
  const sent = request(url, { method, headers }, found => {
    answer.writeHead(found.statusCode ?? 502, found.headers);
    const isLayer = url.pathname.includes('/blobs/');
    tell(found, answer, isLayer ? fault : undefined).catch(() => {
      answer.destroy();
    });
  });
  sent.on('error', () => {
    answer.destroy();
  });
  asked.pipe(sent);
}

async function tell(
  found: IncomingMessage,
  answer: ServerResponse,
  fault: RegistryFault | undefined
): Promise<void> {
  for await (const chunk of found) {
    let rest = chunk as Buffer;
    if (fault === 'corrupt') {
      rest[rest.length - 1] = (rest.at(-1) ?? 0) ^ 1;
    }
    while (
      typeof fault === 'object' &&
      'bytesPerSecond' in fault &&
      rest.length > 0
    ) {
      const piece = Math.ceil(fault.bytesPerSecond / PIECES);
      answer.write(rest.subarray(0, piece));
      rest = rest.subarray(piece);
      await pause(1000 / PIECES);
    }
    answer.write(rest);
  }
  answer.end();
}
