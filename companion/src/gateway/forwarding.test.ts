import type { IncomingMessage } from 'node:http';
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
/** The answer of the server behind the gateway. */
let answer: { status?: number; headers?: Record<string, string | string[]> };

const HTML = { 'content-type': 'text/html; charset=UTF-8' };

beforeEach(async () => {
  seen = [];
  answer = {};
  upstream = await openUpstream((req, res) => {
    seen.push(req);
    res.writeHead(answer.status ?? 200, answer.headers);
    res.end(`token: ${upstream.token}`);
  });
  site = await openSite();
  site.servers.set('iris', upstream);
});

afterEach(async () => {
  await site.close();
  await upstream.close();
});

/** Send a request as the browser of somebody who is signed in. */
const browse = (path: string, { headers, ...rest }: Sent = {}) =>
  site.send(path, { ...rest, headers: { cookie: site.cookie, ...headers } });

describe('a server gets', () => {
  it('its own token and the cookies of others, and nothing of ours', async () => {
    await browse('/user/ada/iris/api', {
      headers: {
        cookie: `_xsrf=2|a=b; ${site.cookie}; projects-session-1=x; username-localhost="2|1:0"`,
        authorization: `Bearer ${TOKEN}`
      }
    });

    expect(seen[0]?.headers.authorization).toBe('token of-the-server');
    expect(seen[0]?.headers.cookie).toBe(
      '_xsrf=2|a=b; username-localhost="2|1:0"'
    );
    expect(JSON.stringify(seen[0]?.rawHeaders)).not.toMatch(TOKEN);
  });

  it('no Cookie header when there is none but ours', async () => {
    await browse('/user/ada/iris/api');

    expect(seen[0]?.headers).not.toHaveProperty('cookie');
  });

  it('a local host that stays the same, and an Origin that fits it', async () => {
    const port = String(site.port);
    await browse('/user/ada/iris/api', {
      method: 'POST',
      headers: { origin: `http://127.0.0.1:${port}` }
    });

    expect(seen[0]?.headers).toMatchObject({
      host: `localhost:${port}`,
      origin: `http://localhost:${port}`,
      'x-forwarded-host': `127.0.0.1:${port}`,
      'x-forwarded-proto': 'http',
      'x-forwarded-port': port,
      'x-forwarded-for': '127.0.0.1'
    });
  });

  it('nothing that a client says of the hops before it', async () => {
    await browse('/user/ada/iris/api', {
      headers: {
        'x-forwarded-for': '10.0.0.1',
        'x-forwarded-prefix': '/evil',
        forwarded: 'for=10.0.0.1',
        'proxy-authorization': 'Basic x'
      }
    });

    expect(seen[0]?.headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(Object.keys(seen[0]!.headers)).not.toEqual(
      expect.arrayContaining(['x-forwarded-prefix'])
    );
    expect(seen[0]?.headers).not.toHaveProperty('forwarded');
    expect(seen[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it.each([
    '/user/ada/iris/files/a%2Fb/%2e%2e/c%20d.txt?x=%2F&&y=?',
    '/user/ada/iris/files/../x',
    '/user/ada/iris//double',
    '/user/ada/iris/files/back\\slash'
  ])('the path exactly as it was sent: %s', async path => {
    await browse(path);

    expect(seen[0]?.url).toBe(path);
  });
});

describe('a page that carries the token', () => {
  beforeEach(() => {
    answer = { headers: HTML };
  });

  it('is served to who goes there, never framed, never stored, never held by an opener', async () => {
    const { status, headers, body } = await browse('/user/ada/iris/lab', {
      headers: NAVIGATE
    });

    expect(status).toBe(200);
    expect(body).toMatch('of-the-server');
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': "frame-ancestors 'none'",
      'cache-control': 'no-store'
    });
  });

  it('keeps the policy of its own', async () => {
    answer.headers = {
      ...HTML,
      'content-security-policy': "frame-ancestors 'self'; report-uri /x",
      'cache-control': 'max-age=1000'
    };
    const { headers } = await browse('/user/ada/iris/tree', {
      headers: NAVIGATE
    });

    expect(headers['content-security-policy']).toBe(
      "frame-ancestors 'self'; report-uri /x, frame-ancestors 'none'"
    );
    expect(headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['a script', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
    ['a frame', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
    ['an object', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'object' }],
    [
      'a worker',
      { 'sec-fetch-mode': 'same-origin', 'sec-fetch-dest': 'worker' }
    ],
    ['who does not say', {}]
  ])('is not served to %s', async (_who, headers) => {
    for (const path of [
      'lab',
      'lab/tree/a.ipynb',
      'lab/workspaces/iris',
      'LAB',
      '%6cab',
      'doc',
      'tree',
      'notebooks/a.ipynb',
      'login',
      ''
    ]) {
      const { status, body } = await browse(`/user/ada/iris/${path}`, {
        headers
      });
      expect(status).toBe(403);
      expect(body).not.toMatch('of-the-server');
    }
  });

  it('may be one that tells of an error, wherever it is', async () => {
    answer = { status: 404, headers: HTML };
    const script = await browse('/user/ada/iris/files/missing');
    const person = await browse('/user/ada/iris/files/missing', {
      headers: NAVIGATE
    });

    expect(script.status).toBe(404);
    expect(script.body).not.toMatch('of-the-server');
    expect(person.body).toMatch('of-the-server');
    expect(person.headers['cross-origin-opener-policy']).toBe('same-origin');
  });

  it('is served to a script that has a token already', async () => {
    const { status, body } = await site.send('/user/ada/iris/lab', {
      headers: { authorization: `token ${TOKEN}` }
    });

    expect(status).toBe(200);
    expect(body).toMatch('of-the-server');
  });
});

describe('an answer', () => {
  it('of files, exports and applications can be framed by Lab', async () => {
    answer = {
      headers: {
        ...HTML,
        'content-security-policy': "frame-ancestors 'self'; sandbox"
      }
    };
    for (const path of ['files/a.html', 'nbconvert/html/a', 'proxy/1/']) {
      const { status, headers } = await browse(`/user/ada/iris/${path}`, {
        headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }
      });
      expect(status).toBe(200);
      expect(headers['content-security-policy']).toBe(
        "frame-ancestors 'self'; sandbox"
      );
    }
  });

  it('may not put itself beside a page with a token, nor before other servers', async () => {
    answer = {
      headers: {
        ...HTML,
        'cross-origin-opener-policy': 'same-origin',
        'service-worker-allowed': '/'
      }
    };
    const { headers } = await browse('/user/ada/iris/proxy/1/');

    expect(headers).not.toHaveProperty('cross-origin-opener-policy');
    expect(headers).not.toHaveProperty('service-worker-allowed');
  });

  it('may set cookies, but none of ours', async () => {
    const other = '_xsrf=1; Path=/user/ada/iris/';
    answer = {
      headers: {
        'set-cookie': [`${site.cookie.split('=')[0] ?? ''}=evil; Path=/`, other]
      }
    };
    const { headers } = await browse('/user/ada/iris/api');

    expect(headers['set-cookie']).toEqual([other]);
  });

  it('that leads to the host that the server sees leads to ours', async () => {
    const to = `http://localhost:${String(site.port)}/user/ada/iris/x?y`;
    answer = { status: 302, headers: { location: to } };
    const { headers } = await browse('/user/ada/iris/proxy/1/');

    expect(headers.location).toBe('/user/ada/iris/x?y');
  });
});
