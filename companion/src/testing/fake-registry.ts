/** A small registry of images over HTTP, for tests. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OciImage } from './oci-image.ts';

export interface FakeRegistry {
  readonly url: string;
  /** `127.0.0.1:<port>`, the host in the names of images. */
  readonly host: string;
  /** `<method> <path>` of every request, in order. */
  readonly requests: readonly string[];
  put(repository: string, tag: string, image: OciImage): void;
  remove(repository: string, tag: string): void;
  /** Answer the next `count` requests with a status; 0 breaks connections. */
  fail(status: number, count?: number): void;
  /** Hold requests that do not fail until the returned function is called. */
  hold(): () => void;
  /** Ask for these credentials before anything is told. */
  protect(scheme: 'basic' | 'bearer', username: string, password: string): void;
  /** Leave out the header that names the digest. */
  withoutDigest(): void;
  /** Serve bytes that do not match the digest. */
  corrupt(): void;
  close(): Promise<void>;
}

export async function startFakeRegistry(): Promise<FakeRegistry> {
  const requests: string[] = [];
  const manifests = new Map<string, OciImage>();
  const blobs = new Map<string, Buffer>();
  const state = {
    failures: [] as number[],
    held: undefined as Promise<void> | undefined,
    accepted: undefined as string | undefined,
    challenge: '',
    basic: '',
    named: true,
    corrupt: false
  };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const path = decodeURI(request.url ?? '');
    requests.push(`${String(request.method)} ${path}`);
    const failure = state.failures.shift();
    if (failure === undefined) {
      await state.held;
    }
    if (failure === 0) {
      request.socket.destroy();
    } else if (failure !== undefined) {
      response.writeHead(failure).end();
    } else if (path.startsWith('/token')) {
      const right = request.headers.authorization === state.basic;
      response.writeHead(right ? 200 : 401).end('{"token":"t0ken"}');
    } else if (
      state.accepted !== undefined &&
      request.headers.authorization !== state.accepted
    ) {
      response.writeHead(401, { 'www-authenticate': state.challenge }).end();
    } else {
      serve(path, response);
    }
  };
  const serve = (path: string, response: ServerResponse) => {
    const [, repository, kind, name] =
      /^\/v2\/(.+)\/(manifests|blobs)\/(.+)$/.exec(path) ?? [];
    const image = manifests.get(`${String(repository)} ${String(name)}`);
    const bytes = kind === 'blobs' ? blobs.get(String(name)) : image?.manifest;
    if (!bytes) {
      response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
      return;
    }
    response.writeHead(200, {
      'content-type': image?.mediaType ?? 'application/octet-stream',
      ...(image && state.named ? { 'docker-content-digest': image.digest } : {})
    });
    response.end(state.corrupt ? `${bytes.toString()} ` : bytes);
  };
  const server = createServer((request, response) => {
    void handle(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    put: (repository, tag, image) => {
      manifests.set(`${repository} ${tag}`, image);
      manifests.set(`${repository} ${image.digest}`, image);
      for (const [digest, bytes] of image.blobs) {
        blobs.set(digest, bytes);
      }
    },
    remove: (repository, tag) => {
      manifests.delete(`${repository} ${tag}`);
    },
    fail: (status, count = 1) => {
      state.failures = Array<number>(count).fill(status);
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      state.held = promise;
      return () => {
        state.held = undefined;
        resolve(undefined);
      };
    },
    protect: (scheme, username, password) => {
      const pair = Buffer.from(`${username}:${password}`).toString('base64');
      state.basic = `Basic ${pair}`;
      state.accepted = scheme === 'basic' ? state.basic : 'Bearer t0ken';
      state.challenge =
        scheme === 'basic'
          ? 'Basic realm="images"'
          : `Bearer realm="http://${host}/token",service="images"`;
    },
    withoutDigest: () => {
      state.named = false;
    },
    corrupt: () => {
      state.corrupt = true;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  };
}
