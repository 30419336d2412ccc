import type { RequestListener, ServerResponse } from 'node:http';
import { openUpstream } from '../testing/gateway.ts';
import { CompanionClient } from './companion-client.ts';

let companion: Awaited<ReturnType<typeof openUpstream>>;

afterEach(() => companion.close());

/** A client of a companion that answers so, and the warnings that it logs. */
async function clientOf(answer: RequestListener) {
  companion = await openUpstream(answer);
  const warnings: string[] = [];
  const client = new CompanionClient({
    url: companion.target,
    secret: 'between-gateway-and-companion',
    timeoutMs: 60_000,
    freshMs: 1,
    graceMs: 1,
    clock: () => 0,
    log: {
      warn: (_: unknown, message?: string) => {
        warnings.push(message ?? '');
      }
    }
  });
  return { client, warnings };
}

it('what was asked first and fails last does not say that the companion is away', async () => {
  const asked: ServerResponse[] = [];
  const first = Promise.withResolvers<undefined>();
  const { client } = await clientOf((_req, res) => {
    if (asked.push(res) === 1) {
      first.resolve(undefined);
    } else {
      res.end(JSON.stringify({ principal: null }));
    }
  });
  const probe = client.meets();
  await first.promise;
  expect(await client.meets()).toBe(true);
  asked[0]?.destroy();
  await probe;
  expect(client.away).toBe(false);
  await companion.close();
  const later = client.principal('Bearer unknown');
  await expect(later).rejects.toMatchObject({ code: 'unavailable' });
  expect(client.away).toBe(true);
});

it('a companion that refuses the secret is told apart from one that is away', async () => {
  const { client, warnings } = await clientOf((_req, res) => {
    res.writeHead(401).end();
  });
  expect(await client.meets()).toBe(false);
  expect(client.away).toBe(true);
  expect(warnings).toEqual([expect.stringContaining('internal.secret')]);
});

it('a companion that comes up and refuses the secret is told of, too', async () => {
  let status = 503;
  const { client, warnings } = await clientOf((_req, res) => {
    res.writeHead(status).end();
  });
  await client.meets();
  await client.meets();
  status = 401;
  await client.meets();
  await client.meets();
  expect(warnings).toEqual([
    expect.stringContaining('no answer'),
    expect.stringContaining('internal.secret')
  ]);
});
