import {
  openSite,
  openUpstream,
  type Site,
  type Upstream
} from '../testing/gateway.ts';

let site: Site;
let upstream: Upstream;
let answer: { status: number; said: string };

beforeEach(async () => {
  upstream = await openUpstream((_req, res) => {
    res.writeHead(answer.status, {
      'content-type': 'text/javascript',
      'cache-control': answer.said
    });
    res.end();
  });
  site = await openSite();
  site.servers.set('iris', upstream);
});

afterEach(async () => {
  await site.close();
  await upstream.close();
});

const kept = async (path: string) => {
  const { headers } = await site.send(`/user/ada/iris/${path}`, {
    headers: { cookie: site.cookie }
  });
  return headers['cache-control'];
};

it.each([
  'jupyterlab-x/static/remoteEntry.5cbb9d2323598fbda535.js',
  '@org/x/static/456.6d4f4f74a72631b4.js?v=6d4f4f74a72631b4',
  'x/static/fonts/a.6d4f4f74a72631b4.woff2'
])('a file named after its content is kept by the browser: %s', async file => {
  for (const status of [200, 304]) {
    answer = { status, said: 'no-cache' };
    expect(await kept(`lab/extensions/${file}`)).toBe(
      'private, max-age=31536000, immutable'
    );
  }
});

it.each([
  ['has no hash', 'lab/extensions/x/static/style.js'],
  [
    'has one in its query',
    'lab/extensions/x/static/a.js?v=.6d4f4f74a72631b4.js'
  ],
  ['is no extension’s', 'files/static/a.6d4f4f74a72631b4.js']
])('a file that %s is asked for again', async (_what, path) => {
  answer = { status: 200, said: 'no-cache' };
  expect(await kept(path)).toBe('no-cache');
});

it.each([
  [404, 'no-cache'],
  [200, 'no-store']
])('an answer of %i with %s is left as it is', async (status, said) => {
  answer = { status, said };
  expect(await kept('lab/extensions/x/static/a.6d4f4f74a72631b4.js')).toBe(
    said
  );
});
