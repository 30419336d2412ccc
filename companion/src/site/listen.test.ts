import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { openSite, type Site } from '../testing/gateway.ts';

const HOME = '/services/projects/';

describe('what comes in', () => {
  let site: Site;
  let app: string[];

  beforeEach(async () => {
    app = [];
    site = await openSite({
      app: (req, res) => {
        app.push(req.url ?? '');
        res.end('the companion');
      }
    });
  });

  afterEach(() => site.close());

  it('goes to the companion below its path', async () => {
    const { body } = await site.send(`${HOME}api/v1/me?x=1`);

    expect(body).toBe('the companion');
    expect(app).toEqual([`${HOME}api/v1/me?x=1`]);
  });

  it('may bring many cookies of others', async () => {
    const others = [1, 2, 3, 4].map(
      number => `other-${String(number)}=${'x'.repeat(8_000)}`
    );
    const { status } = await site.send(HOME, {
      headers: { cookie: others.join('; ') }
    });

    expect(status).toBe(200);
  });

  it.each([
    ['/', HOME],
    ['/?token=a%20b', `${HOME}?token=a%20b`],
    ['/services/projects', HOME],
    ['/services/projects?x', `${HOME}?x`]
  ])('is led from %s to the home page', async (path, to) => {
    const { status, headers } = await site.send(path);

    expect(status).toBe(302);
    expect(headers.location).toBe(to);
  });

  it.each(['/nowhere', '/services/other/', '/services/projectsx', '/user'])(
    'finds nothing at %s',
    async path => {
      expect((await site.send(path)).status).toBe(404);
    }
  );

  it.each([
    '//evil.example/services/projects/',
    '/\\evil.example/?token=x',
    'http://evil.example/services/projects/'
  ])('is refused when it is not a plain path: %s', async path => {
    const { status, headers } = await site.send(path);

    expect(status).toBe(404);
    expect(headers.location).toBeUndefined();
  });

  it('is accepted under every loopback name with the port', async () => {
    const port = String(site.port);
    for (const host of [
      `localhost:${port}`,
      `127.0.0.1:${port}`,
      `[::1]:${port}`
    ]) {
      const { status } = await site.send(HOME, { headers: { host } });
      expect(status).toBe(200);
    }
  });

  it('is refused under any other Host, whatever it asks', async () => {
    const { cookie, port } = site;
    for (const host of [
      'evil.example',
      `evil.example:${String(port)}`,
      `localhost.evil.example:${String(port)}`,
      'localhost',
      'localhost:1'
    ]) {
      for (const path of [HOME, '/', '/user/ada/iris/lab', '/nowhere']) {
        const { status, body } = await site.send(path, {
          headers: { host, cookie }
        });
        expect(status).toBe(403);
        expect(body).not.toBe('the companion');
      }
    }
    expect(app).toHaveLength(0);
  });
});

describe('an upgrade', () => {
  let site: Site;

  beforeEach(async () => {
    site = await openSite();
  });

  afterEach(() => site.close());

  async function upgrade(path: string, headers: Record<string, string>) {
    const socket = connect(site.port, '127.0.0.1');
    const lines = Object.entries({
      host: `127.0.0.1:${String(site.port)}`,
      connection: 'Upgrade',
      upgrade: 'websocket',
      ...headers
    }).map(([name, value]) => `${name}: ${value}`);
    socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    const answer = await text(socket);
    return Number(answer.split(' ')[1]);
  }

  const EVENTS = `${HOME}api/v1/events`;
  const own = () => ({ origin: `http://127.0.0.1:${String(site.port)}` });

  it('below the companion’s path is the event socket', async () => {
    expect(await upgrade(EVENTS, own())).toBe(418);
  });

  it('from a foreign Origin, or a page that names none, is refused', async () => {
    expect(await upgrade(EVENTS, { origin: 'http://evil.example' })).toBe(403);
    expect(await upgrade(EVENTS, {})).toBe(403);
    expect(
      await upgrade(EVENTS, { ...own(), 'sec-fetch-site': 'same-site' })
    ).toBe(403);
  });

  it('of a script with a token needs no Origin', async () => {
    expect(await upgrade(EVENTS, { authorization: 'token x' })).toBe(418);
  });

  it('under a foreign Host, elsewhere, or to something else is refused', async () => {
    expect(await upgrade(EVENTS, { ...own(), host: 'evil.example' })).toBe(403);
    expect(await upgrade('/nowhere', own())).toBe(404);
    expect(await upgrade(EVENTS, { ...own(), upgrade: 'h2c' })).toBe(400);
  });
});
