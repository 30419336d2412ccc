/** Stand-ins for an API server that has only pods, their agents, a registry. */
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { V1Pod } from '@kubernetes/client-node';
import { PORTS } from '../../companion/src/drivers/cluster/own-image.ts';

const PODS = /^\/api\/v1\/namespaces\/[^/]+\/pods$/;
const POD = /^\/api\/v1\/namespaces\/[^/]+\/pods\/([^/]+)$/;
const LOOPBACK = '127.0.0.1';

export interface ApiServer {
  /** The content of a kubeconfig that leads there. */
  readonly kubeconfig: string;
  readonly namespace: string;
  /** Count the lists of pods that were asked for so far. */
  lists(): Promise<number>;
  close(): Promise<void>;
}

/** Serve `pods`, which never change: a watch has nothing to tell. */
export async function openApiServer(
  pods: readonly V1Pod[]
): Promise<ApiServer> {
  let lists = 0;
  const byName = new Map(pods.map(pod => [pod.metadata?.name ?? '', pod]));
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '', 'http://api.test');
    const name = POD.exec(url.pathname)?.[1];
    if (name !== undefined) {
      answer(res, byName.get(name));
    } else if (!PODS.test(url.pathname)) {
      answer(res, undefined);
    } else if (url.searchParams.has('watch')) {
      watch(res, url.searchParams);
    } else {
      lists += 1;
      answer(res, page(pods, url.searchParams));
    }
  });
  const origin = await listen(server, 0);
  return {
    kubeconfig: JSON.stringify(kubeconfigOf(origin)),
    namespace: 'users',
    lists: () => Promise.resolve(lists),
    close: () => closed(server)
  };
}

function kubeconfigOf(server: string) {
  return {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'bench' },
    clusters: [
      {
        name: 'bench',
        // The client allows plain HTTP only if no certificate is verified.
        cluster: { server, 'insecure-skip-tls-verify': true }
      }
    ],
    users: [{ name: 'bench', user: {} }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }]
  };
}

function watch(res: ServerResponse, query: URLSearchParams): void {
  res.writeHead(200, { 'content-type': 'application/json' });
  res.flushHeaders();
  const ms = Number(query.get('timeoutSeconds')) * 1000;
  const end = setTimeout(() => res.end(), ms);
  res.on('close', () => {
    clearTimeout(end);
  });
}

function page(pods: readonly V1Pod[], query: URLSearchParams): unknown {
  // Only the driver's health probe asks for a role, one that no pod has.
  const found = query.get('labelSelector')?.includes('role=') ? [] : pods;
  const from = Number(query.get('continue') ?? 0);
  const to = from + Number(query.get('limit') ?? found.length);
  const more = to < found.length ? { continue: String(to) } : {};
  return {
    kind: 'PodList',
    metadata: { resourceVersion: String(pods.length), ...more },
    items: found.slice(from, to)
  };
}

/** Serve all pods' agents at this machine's address; each has one folder. */
export async function openAgents(): Promise<{ close(): Promise<void> }> {
  const modifiedAt = '2026-01-01T00:00:00.000Z';
  const folder = { name: 'ocean', kind: 'folder', modifiedAt };
  const answers: Readonly<Record<string, unknown>> = {
    list: [folder],
    find: folder,
    usage: { bytes: 1e9, capacity: 1e10 },
    measure: { bytes: 1e6, files: 100 },
    trashed: [],
    outside: [],
    home: { state: 'same' }
  };
  const server = createServer((req, res) => {
    const call = (req.url ?? '').split('/').at(-1) ?? '';
    req.resume().on('end', () => {
      answer(res, call in answers ? answers[call] : null);
    });
  });
  await listen(server, PORTS.agent);
  return { close: () => closed(server) };
}

/** Serve a registry that has every image. */
export async function openRegistry(): Promise<{
  host: string;
  close(): Promise<void>;
}> {
  const server = createServer((req, res) => {
    const digest = (req.url ?? '').split('/').at(-1) ?? '';
    res.writeHead(200, {
      'content-type': 'application/vnd.oci.image.manifest.v1+json',
      'docker-content-digest': digest
    });
    res.end();
  });
  const { host } = new URL(await listen(server, 0));
  return { host, close: () => closed(server) };
}

function answer(res: ServerResponse, body: unknown): void {
  const status = body === undefined ? 404 : 200;
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body ?? { kind: 'Status', code: 404 }));
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      const { port: chosen } = server.address() as AddressInfo;
      resolve(`http://${LOOPBACK}:${String(chosen)}`);
    });
  });
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise(resolve =>
    server.close(() => {
      resolve();
    })
  );
}
