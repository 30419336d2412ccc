import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompanionClient } from './companion-client.ts';

it('what was asked first and fails last does not say that the companion is away', async () => {
  const asked: ServerResponse[] = [];
  const first = Promise.withResolvers<undefined>();
  const server = createServer((_req, res) => {
    if (asked.push(res) === 1) {
      first.resolve(undefined);
    } else {
      res.end(JSON.stringify({ principal: null }));
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new CompanionClient({
    url: `http://127.0.0.1:${String(port)}`,
    secret: 'between-gateway-and-companion',
    timeoutMs: 60_000,
    freshMs: 1,
    graceMs: 1,
    clock: () => 0,
    log: { warn: () => undefined }
  });
  const probe = client.meets();
  await first.promise;
  expect(await client.meets()).toBe(true);
  asked[0]?.destroy();
  await probe;
  expect(client.away).toBe(false);
  server.close();
  const later = client.principal('Bearer unknown');
  await expect(later).rejects.toMatchObject({ code: 'unavailable' });
  expect(client.away).toBe(true);
});
