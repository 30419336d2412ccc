import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { sha256 } from '../base/hash.ts';
import { SiteBench, TOKEN } from '../testing/site-bench.ts';

let bench: SiteBench;
beforeEach(async () => {
  bench = await SiteBench.open();
});
afterEach(() => bench.close());

const NAVIGATION = {
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document'
};

async function cookie(): Promise<string> {
  const answer = await fetch(`${bench.home}?token=${TOKEN}`, {
    redirect: 'manual'
  });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Ask without the headers that `fetch` adds, which would change the answer. */
async function get(
  path: string,
  headers: Record<string, string>
): Promise<Answer> {
  const sent = request(bench.home + path, { headers }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks = (await answer.toArray()) as Buffer[];
  const text = Buffer.concat(chunks).toString();
  return { status: answer.statusCode, headers: answer.headers, text };
}

function configOf({ text: html }: Answer): Record<string, string> {
  const json = /id="jupyter-config-data"[^>]*>([^<]*)</.exec(html)?.[1] ?? '';
  return JSON.parse(json) as Record<string, string>;
}

test('a page of its own has a token that opens the API', async () => {
  const answer = await get('', { ...NAVIGATION, cookie: await cookie() });
  const { token, projectsCompanionUrl } = configOf(answer);

  expect(projectsCompanionUrl).toBe('/services/projects/');
  const headers = { authorization: `token ${token ?? ''}` };
  expect((await bench.api('me', { headers })).status).toBe(200);
  expect(answer.headers).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
    'content-security-policy': expect.stringMatching(
      /script-src 'self';.*frame-ancestors 'none'/
    ) as string
  });
});

test.each([
  { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
  { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
  {}
])('a request with %j gets the page without a token', async headers => {
  const given = { cookie: await cookie(), ...headers } as Record<
    string,
    string
  >;
  const answer = await get('', given);

  expect(answer.status).toBe(200);
  expect(configOf(answer)).not.toHaveProperty('token');
});

test("a server's own token fetches none that would outlive the server", async () => {
  await bench.store
    .insertInto('servers')
    .values({
      ...{ user: 'ada', name: 'ocean', project: 'p', image: 'i' },
      ...{ token_hash: sha256('of-the-server'), started_at: '' }
    })
    .execute();
  const answer = await get('', {
    ...NAVIGATION,
    authorization: 'token of-the-server'
  });

  expect(answer.status).toBe(401);
  expect(answer.text).not.toContain('jupyter-config-data');
});

test("a home page's own token fetches none that would outlive its session", async () => {
  const page = await get('', { ...NAVIGATION, cookie: await cookie() });
  const { token = '' } = configOf(page);
  const byHeader = await get('', {
    ...NAVIGATION,
    authorization: `token ${token}`
  });
  const byAddress = await get(`?token=${token}`, NAVIGATION);

  expect(byHeader.status).toBe(401);
  expect(byAddress.status).toBe(403);
  expect(byAddress.headers).not.toHaveProperty('set-cookie');
});

test('who signs out has neither page nor token any more', async () => {
  const mine = await cookie();
  const page = await get('', { ...NAVIGATION, cookie: mine });
  const { token = '', projectsSignOut } = configOf(page);
  expect(projectsSignOut).toBe('true');
  const headers = { authorization: `token ${token}` };

  const signOut = () =>
    fetch(`${bench.home}sign-out`, { method: 'POST', headers });
  const answer = await signOut();
  expect(answer.status).toBe(204);
  expect(answer.headers.get('set-cookie')).toMatch(
    /^projects-session-\d+=; Path=\/;.* Max-Age=0$/
  );

  expect((await bench.api('me', { headers })).status).toBe(401);
  expect((await get('', { ...NAVIGATION, cookie: mine })).status).toBe(401);
  expect((await signOut()).status).toBe(401);
});

test('by a header a page has a token, and nothing to sign out of', async () => {
  const config = configOf(
    await get('', { ...NAVIGATION, authorization: `token ${TOKEN}` })
  );

  expect(config).toHaveProperty('token');
  expect(config).not.toHaveProperty('projectsSignOut');
});

test('who is not signed in is asked to', async () => {
  const answer = await get('', NAVIGATION);

  expect(answer.status).toBe(401);
  expect(answer.text).toContain('name="token"');
});

test('a link to a project opens its running server, or the page', async () => {
  const { id, slug } = await bench.built('ada/ocean');
  const headers = { ...NAVIGATION, cookie: await cookie() };
  const before = await get(`open/${slug}`, headers);
  expect(configOf(before)).toMatchObject({ projectsOpen: slug });
  expect(bench.driver.started).toEqual([]);

  const server = { user: 'ada', name: slug };
  await bench.driver.start(
    {
      ...{ server, project: id, slug, image: 'i', folder: 'ocean' },
      ...{ seed: false, newVolume: false, token: 't', environment: {} }
    },
    { signal: new AbortController().signal, report: () => undefined }
  );
  await bench.store
    .insertInto('users')
    .values({ user: 'ada', active_project: id, active_server: slug })
    .execute();
  const after = await get(`open/${slug}`, headers);

  expect(after.status).toBe(302);
  expect(after.headers.location).toBe(
    `/user/ada/${slug}/lab/workspaces/${slug}`
  );
  expect((await get('open/none', headers)).status).toBe(404);
});

test('nothing of a link ends the script that it is in', async () => {
  const link = encodeURIComponent('</script><script>alert(1)');
  const html = (await get(`open/${link}`, {})).text;

  expect(html).not.toContain('<script>alert');
});

test('the bundle is served, and nothing beside it', async () => {
  const script = await get('home.js', {});
  expect(script.headers['content-type']).toContain('text/javascript');
  expect(script.text).toBe('void 0;');
  const etag = script.headers.etag ?? '';

  expect((await get('home.js', { 'if-none-match': etag })).status).toBe(304);
  for (const path of ['home.css', 'home', 'home..%2fx.js', 'logs']) {
    expect((await get(path, {})).status).toBe(404);
  }
});
