import { mayCarryToken, securePage } from './guard.ts';
import { openUpstream, send } from '../testing/gateway.ts';

it('only what becomes a page of its own may carry a token', () => {
  const modes = [undefined, 'navigate', 'cors', 'no-cors', 'same-origin'];
  const places = [undefined, 'document', 'iframe', 'embed', 'object', 'empty'];
  const allowed = modes.flatMap(mode =>
    places
      .filter(place =>
        mayCarryToken({
          ...(mode === undefined ? {} : { 'sec-fetch-mode': mode }),
          ...(place === undefined ? {} : { 'sec-fetch-dest': place })
        })
      )
      .map(place => [mode, place])
  );

  expect(allowed).toEqual([['navigate', 'document']]);
});

it('the companion’s own pages are secured beside the policy they have', async () => {
  const upstream = await openUpstream((_req, res) => {
    res.setHeader('content-security-policy', "default-src 'self'");
    securePage(res);
    res.end();
  });
  const { headers } = await send(Number(new URL(upstream.target).port), '/');
  await upstream.close();

  expect(headers).toMatchObject({
    'content-security-policy': "default-src 'self', frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store'
  });
});
