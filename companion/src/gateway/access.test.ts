import type { IncomingMessage } from 'node:http';
import { sha256 } from '../base/hash.ts';
import {
  NAVIGATE,
  TOKEN,
  openSite,
  openUpstream,
  type Sent,
  type Site,
  type Upstream
} from '../testing/gateway.ts';

let site: Site;
let upstream: Upstream;
let seen: IncomingMessage[];

beforeEach(async () => {
  seen = [];
  upstream = await openUpstream((req, res) => {
    seen.push(req);
    res.end();
  });
  site = await openSite();
  site.servers.set('iris', upstream);
});

afterEach(async () => {
  await site.close();
  await upstream.close();
});

const origin = (host = '127.0.0.1') => `http://${host}:${String(site.port)}`;

/** Send a request as the browser of somebody who is signed in. */
const browse = (path: string, { headers, ...rest }: Sent = {}) =>
  site.send(path, { ...rest, headers: { cookie: site.cookie, ...headers } });

describe('who is let in', () => {
  it('nobody without cookie or token: a script gets a problem', async () => {
    const { status, body } = await site.send('/user/ada/iris/api/status');

    expect(status).toBe(401);
    expect(JSON.parse(body)).toMatchObject({ code: 'unauthenticated' });
    expect(seen).toHaveLength(0);
  });

  it('nobody without cookie or token: a person gets a page that says how', async () => {
    const { status, headers, body } = await site.send('/user/ada/iris/lab', {
      headers: NAVIGATE
    });

    expect(status).toBe(401);
    expect(headers['content-type']).toMatch('text/html');
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toMatch('address with the token');
    expect(body).toMatch('name="token"');
    expect(body).not.toMatch('http-equiv="refresh"');
  });

  it('asks once more when another site linked here, for its cookie was kept back', async () => {
    const { status, body } = await site.send('/user/ada/iris/lab', {
      headers: { ...NAVIGATE, 'sec-fetch-site': 'cross-site' }
    });

    expect(status).toBe(401);
    expect(body).toMatch('http-equiv="refresh"');
  });

  it.each(['token', 'Bearer'])('who has a token as `%s`', async scheme => {
    const { status } = await site.send('/user/ada/iris/api/status', {
      headers: { authorization: `${scheme} ${TOKEN}` }
    });

    expect(status).toBe(200);
  });

  it('a page with its own server’s token, to all servers of its user', async () => {
    await site.store
      .insertInto('servers')
      .values({
        user: 'ada',
        name: 'rose',
        project: 'p',
        image: 'i',
        token_hash: sha256('of-rose'),
        started_at: ''
      })
      .execute();

    const { status } = await site.send('/user/ada/iris/api/status', {
      headers: { authorization: 'token of-rose' }
    });

    expect(status).toBe(200);
  });

  it('nobody to another user’s servers', async () => {
    const cookie = await browse('/user/bob/iris/api/status');
    const token = await site.send('/user/bob/iris/api/status', {
      headers: { authorization: `token ${TOKEN}` }
    });

    expect([cookie.status, token.status]).toEqual([403, 403]);
    expect(seen).toHaveLength(0);
  });

  it.each([1, 4, 100])(
    'a session also when %d other cookies of that name come first',
    async count => {
      const [name = ''] = site.cookie.split('=');
      const others = Array.from({ length: count }, (_, index) => {
        return `${name}=${String(index).padStart(43, 'x')}`;
      });
      const { status, headers } = await site.send('/user/ada/iris/lab', {
        headers: {
          ...NAVIGATE,
          cookie: [...others, `${name}=stale`, site.cookie].join('; ')
        }
      });

      expect(status).toBe(200);
      expect(headers['set-cookie']).toEqual(
        ['/user', '/user/ada', '/user/ada/iris', '/user/ada/iris/lab'].flatMap(
          path => [
            `${name}=; Path=${path}; Max-Age=0`,
            `${name}=; Path=${path}/; Max-Age=0`
          ]
        )
      );
    }
  );

  it('a session of its own is never ended by it', async () => {
    const { headers } = await browse('/user/ada/iris/lab', {
      headers: NAVIGATE
    });

    expect(headers['set-cookie']).toBeUndefined();
  });
});

describe('a request with the cookie', () => {
  const put = (headers: Record<string, string>) =>
    browse('/user/ada/iris/api/contents/a', { method: 'PUT', headers });

  it('changes something only from a page of exactly this origin', async () => {
    expect((await put({ origin: origin() })).status).toBe(200);
    for (const foreign of [
      origin('localhost'),
      'http://127.0.0.1',
      'http://127.0.0.1:1',
      `https://127.0.0.1:${String(site.port)}`,
      `${origin()}.evil.example`,
      'http://evil.example',
      'null'
    ]) {
      expect((await put({ origin: foreign })).status).toBe(403);
    }
    expect((await put({})).status).toBe(403);
    expect(seen).toHaveLength(1);
  });

  it('is refused when the browser says that it crosses sites', async () => {
    const from = (where: string) =>
      put({ origin: origin(), 'sec-fetch-site': where });

    expect((await from('same-origin')).status).toBe(200);
    expect((await from('same-site')).status).toBe(403);
    expect((await from('cross-site')).status).toBe(403);
    expect((await from('none')).status).toBe(403);
  });

  it.each(['POST', 'PATCH', 'DELETE', 'PROPFIND'])(
    'is bound to the origin with %s, too',
    async method => {
      const { status } = await browse('/user/ada/iris/api/x', { method });
      expect(status).toBe(403);
    }
  );

  it('reads without an Origin, as browsers do', async () => {
    expect((await browse('/user/ada/iris/api/status')).status).toBe(200);
  });

  it.each(['same-site', 'cross-site'])(
    'reads nothing into a page of another origin (%s), but leads there',
    async where => {
      const from = { 'sec-fetch-site': where };
      const script = {
        ...from,
        'sec-fetch-mode': 'no-cors',
        'sec-fetch-dest': 'script'
      };
      const path = '/user/ada/iris/files/private.js';

      expect((await browse(path, { headers: script })).status).toBe(403);
      expect(
        (await browse(path, { headers: { ...NAVIGATE, ...from } })).status
      ).toBe(200);
    }
  );
});

it('a request with a token needs no Origin, and may have any', async () => {
  const put = (headers: Record<string, string>) =>
    site.send('/user/ada/iris/api/contents/a', {
      method: 'PUT',
      headers: { authorization: `token ${TOKEN}`, ...headers }
    });

  expect((await put({})).status).toBe(200);
  expect(
    (await put({ origin: 'http://a.example', 'sec-fetch-site': 'cross-site' }))
      .status
  ).toBe(200);
});
