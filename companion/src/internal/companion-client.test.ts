import type { ServerResponse } from 'node:http';
import { openUpstream } from '../testing/gateway.ts';
import { CompanionClient } from './companion-client.ts';

it('what was asked first and fails last does not say that the companion is away', async () => {
  const asked: ServerResponse[] = [];
  const first = Promise.withResolvers<undefined>();
  const companion = await openUpstream((_req, res) => {
    if (asked.push(res) === 1) {
      first.resolve(undefined);
    } else {
      res.end(JSON.stringify({ principal: null }));
    }
  });
  const client = new CompanionClient({
    url: companion.target,
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
  await companion.close();
  const later = client.principal('Bearer unknown');
  await expect(later).rejects.toMatchObject({ code: 'unavailable' });
  expect(client.away).toBe(true);
});
