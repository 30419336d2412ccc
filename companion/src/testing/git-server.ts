/** A git server on loopback for tests: smart HTTP, redirects and errors. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fastImport } from './git-import.ts';
import type { CommitOptions, Files } from './git-import.ts';

export type { CommitOptions, Files } from './git-import.ts';

const git = promisify(execFile);

export interface GitServer {
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly url: string;
  /** The folder with the bare repositories `<name>.git`. */
  readonly folder: string;
  /** `<method> <path and query>` of every request, in order. */
  readonly requests: readonly string[];
  /** Make a repository, maybe an empty one; resolves to its commit. */
  create(name: string, files?: Files, options?: CommitOptions): Promise<string>;
  /** Change files of a branch (`null` removes one) in one more commit. */
  commit(name: string, files: Files, options?: CommitOptions): Promise<string>;
  /** Run git in the repository, e.g. `update-ref` or `config`. */
  git(name: string, ...args: string[]): Promise<string>;
  /** Answer every request below `path` with a redirect to another address. */
  redirect(path: string, target: string): void;
  /** Answer every request below `path` with this status, and maybe headers. */
  fail(path: string, status: number, headers?: Record<string, string>): void;
  /** Hold every request below `path` until the returned function is called. */
  hold(path: string): () => void;
  close(): Promise<void>;
}

type Handler = (
  request: IncomingMessage,
  response: ServerResponse
) => Promise<void> | void;

/** `host` is an address of this machine; pods need another than loopback. */
export async function startGitServer(host = '127.0.0.1'): Promise<GitServer> {
  const folder = await mkdtemp(join(tmpdir(), 'git-server-'));
  const requests: string[] = [];
  const handlers = new Map<string, Handler>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(`${String(request.method)} ${path}`);
    const below = [...handlers.keys()].find(prefix =>
      `${path}/`.startsWith(`${prefix}/`)
    );
    const handler = below === undefined ? undefined : handlers.get(below);
    void Promise.resolve(handler?.(request, response)).then(() => {
      if (!response.writableEnded) {
        backend(folder, request, response);
      }
    });
  });
  server.listen(0, host);
  await once(server, 'listening');
  const repository = (name: string) => join(folder, `${name}.git`);
  return {
    url: `http://${host}:${String((server.address() as AddressInfo).port)}`,
    folder,
    requests,
    create: async (name, files = {}, options = {}) => {
      const path = repository(name);
      const branch = options.branch ?? 'main';
      await git('git', ['init', '-q', '--bare', '-b', branch, '--', path]);
      await git('git', [
        '-C',
        path,
        'config',
        'uploadpack.allowFilter',
        'true'
      ]);
      return Object.keys(files).length > 0
        ? await fastImport(path, files, options)
        : '';
    },
    commit: (name, files, options = {}) =>
      fastImport(repository(name), files, options),
    git: async (name, ...args) =>
      (await git('git', ['-C', repository(name), ...args])).stdout.trim(),
    redirect: (path, target) => {
      handlers.set(path, (request, response) => {
        const rest = (request.url ?? '').slice(path.length);
        response.writeHead(302, { location: target + rest }).end();
      });
    },
    fail: (path, status, headers = {}) => {
      handlers.set(path, (_, response) => {
        response.writeHead(status, headers).end();
      });
    },
    hold: path => {
      let open = (): void => undefined;
      const gate = new Promise<void>(resolve => {
        open = resolve;
      });
      handlers.set(path, () => gate);
      return () => {
        handlers.delete(path);
        open();
      };
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await rm(folder, { recursive: true, force: true });
    }
  };
}

/** Run `git http-backend` by CGI, with or without `.git` at the name's end. */
function backend(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse
): void {
  const url = new URL(request.url ?? '', 'http://127.0.0.1');
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      PATH_INFO: url.pathname.replace(
        /^(.+?)(?:\.git)?(\/(?:info\/refs|git-upload-pack))$/,
        '$1.git$2'
      ),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      REMOTE_ADDR: '127.0.0.1'
    },
    stdio: ['pipe', 'pipe', 'ignore']
  });
  // When a client hangs up, git is killed, and nobody reads its input.
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  response.on('close', () => child.kill());
  let head = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    if (response.headersSent) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end >= 0) {
      writeHead(response, head.subarray(0, end).toString());
      response.write(head.subarray(end + 4));
    }
  });
  child.stdout.on('end', () => response.end());
}

function writeHead(response: ServerResponse, head: string): void {
  const headers = head.split('\r\n').map(line => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  const status = headers.find(([name]) => name.toLowerCase() === 'status');
  response.statusCode = Number.parseInt(status?.[1] ?? '200', 10);
  for (const [name, value] of headers) {
    response.setHeader(name, value);
  }
}
