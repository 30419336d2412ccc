import { sha256 } from '../base/hash.ts';
import {
  NAVIGATE,
  TOKEN,
  openSite,
  openUpstream,
  type Site,
  type Upstream
} from '../testing/gateway.ts';

let site: Site;
let upstream: Upstream;
let seen: (string | undefined)[];

beforeEach(async () => {
  seen = [];
  upstream = await openUpstream((req, res) => {
    seen.push(req.url);
    res.end();
  });
  site = await openSite();
  site.servers.set('iris', upstream);
});

afterEach(async () => {
  await site.close();
  await upstream.close();
});

const browse = (path: string, headers: Record<string, string> = {}) =>
  site.send(path, { headers: { cookie: site.cookie, ...headers } });

describe('a token in the URL', () => {
  it('becomes the cookie, and leads to the same page without it', async () => {
    const { status, headers } = await site.send(
      `/user/ada/iris/lab/tree/a%20b?x=1&token=${TOKEN}&y=%2F`,
      { headers: NAVIGATE }
    );
    const [cookie = ''] = headers['set-cookie'] ?? [];

    expect(status).toBe(302);
    expect(headers.location).toBe('/user/ada/iris/lab/tree/a%20b?x=1&y=%2F');
    expect(cookie).toMatch(
      new RegExp(`^projects-session-${String(site.port)}=[\\w-]{43};`)
    );
    expect(cookie.split('; ')).toEqual(
      expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/'])
    );

    const opened = await site.send('/user/ada/iris/lab', {
      headers: { ...NAVIGATE, cookie: cookie.split(';')[0]! }
    });
    expect(opened.status).toBe(200);
  });

  it('lets in who is kept out by cookies that others set in our name', async () => {
    const name = `projects-session-${String(site.port)}`;
    const foreign = Array.from({ length: 4 }, (_, index) => {
      return `${name}=${String(index).repeat(43)}`;
    });
    const { status, headers } = await site.send(
      `/user/ada/iris/lab?token=${TOKEN}`,
      { headers: { ...NAVIGATE, cookie: foreign.join('; ') } }
    );
    const [cookie = '', ...ended] = headers['set-cookie'] ?? [];

    expect(status).toBe(302);
    expect(ended).toContain(`${name}=; Path=/user/ada/iris/lab; Max-Age=0`);
    const opened = await site.send('/user/ada/iris/lab', {
      headers: {
        ...NAVIGATE,
        cookie: [...foreign, cookie.split(';')[0]!].join('; ')
      }
    });
    expect(opened.status).toBe(200);
  });

  it('is taken out however it is written', async () => {
    const { headers } = await site.send(`/user/ada/iris/lab?%74oken=${TOKEN}`);

    expect(headers.location).toBe('/user/ada/iris/lab');
  });

  it('that is wrong opens nothing and is told in a sentence', async () => {
    const { status, headers, body } = await site.send(
      '/user/ada/iris/lab?token=wrong',
      { headers: NAVIGATE }
    );

    expect(status).toBe(403);
    expect(headers['set-cookie']).toBeUndefined();
    expect(body).toMatch('This token is not valid');
    expect(body).not.toMatch('wrong');
  });

  it('that is old does not keep out who is signed in', async () => {
    const { status, headers } = await browse(
      '/user/ada/iris/lab?token=old',
      NAVIGATE
    );

    expect(status).toBe(302);
    expect(headers.location).toBe('/user/ada/iris/lab');
  });

  it('of an application behind the server is left to it', async () => {
    await browse('/user/ada/iris/proxy/8050/reset?token=its-own');

    expect(seen[0]).toBe('/user/ada/iris/proxy/8050/reset?token=its-own');
  });

  it('of a server opens no session, which would outlive it', async () => {
    await site.store
      .insertInto('servers')
      .values({
        user: 'ada',
        name: 'iris',
        project: 'p',
        image: 'i',
        token_hash: sha256('of-iris'),
        started_at: ''
      })
      .execute();

    const { status } = await site.send('/user/ada/iris/lab?token=of-iris');

    expect(status).toBe(403);
  });

  it('is in no log', async () => {
    await site.send(`/user/ada/iris/lab?token=${TOKEN}`);
    await site.send('/user/ada/iris/api', {
      headers: { authorization: `token ${TOKEN}`, cookie: site.cookie }
    });

    expect(site.logged.length).toBeGreaterThan(0);
    expect(JSON.stringify(site.logged)).not.toMatch(TOKEN);
    expect(JSON.stringify(site.logged)).not.toMatch(upstream.token);
    expect(JSON.stringify(site.logged)).not.toMatch(site.cookie);
  });
});
