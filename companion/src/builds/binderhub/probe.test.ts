import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { probe } from './probe.ts';

/** The answer of each path: a status, and a body. */
type Answers = Readonly<Record<string, readonly [number, string]>>;

const WELL: Answers = {
  '/versions': [200, '{"builder": "r2d", "binderhub": "1.0"}'],
  '/health': [200, '{"ok": true}'],
  '/about': [404, ''],
  '/build/none/none?build_only=true': [
    200,
    'data: {"phase": "failed", "message": "No provider found for prefix none\\n"}\n\n'
  ]
};

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function warnings(answers: Answers): Promise<string[]> {
  server = createServer((request, response) => {
    const [status, body] = answers[request.url ?? ''] ?? [404, ''];
    response.writeHead(status, { 'content-type': 'text/event-stream' });
    response.end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return warningsOf((server.address() as AddressInfo).port);
}

async function warningsOf(port: number): Promise<string[]> {
  const told: string[] = [];
  await probe({
    binderHub: {
      url: `http://127.0.0.1:${String(port)}`,
      connectMs: 5_000,
      idleMs: 5_000,
      wallMs: 5_000,
      retryMs: 0,
      retryFirstMs: 1
    },
    log: {
      info: () => undefined,
      warn: (_about: unknown, text?: string) => {
        told.push(String(text));
      }
    }
  });
  return told;
}

test('a BinderHub that is set up well is not warned of', async () => {
  expect(await warnings(WELL)).toEqual([]);
});

test.each([
  ['/versions', [200, '<html>'], 'is no BinderHub'],
  ['/health', [503, ''], 'not healthy'],
  ['/about', [200, ''], 'not in API-only mode'],
  [
    '/build/none/none?build_only=true',
    [200, 'data: {"phase": "failed", "status_code": 403}\n\n'],
    'check its token'
  ]
] as const)('of %s that answers %j is warned', async (path, answer, words) => {
  const told = await warnings({ ...WELL, [path]: answer });

  expect(told).toEqual([expect.stringContaining(words)]);
});

test('a BinderHub that is not there yet is no failure', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, 'close');

  expect(await warningsOf(port)).toEqual([
    'BinderHub does not answer: no build can succeed until it does'
  ]);
});
