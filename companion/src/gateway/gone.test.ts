import {
  NAVIGATE,
  TOKEN,
  openSite,
  openUpstream,
  type Site
} from '../testing/gateway.ts';

const headers = { authorization: `token ${TOKEN}` };

let site: Site;

beforeEach(async () => {
  site = await openSite();
});

afterEach(() => site.close());

describe('a server that is gone', () => {
  it('is a lost connection for JupyterLab', async () => {
    const {
      status,
      headers: got,
      body
    } = await site.send('/user/ada/iris/api/kernels', { headers });

    expect(status).toBe(503);
    expect(got['retry-after']).toBe('2');
    expect(JSON.parse(body)).toMatchObject({
      code: 'unavailable',
      detail: 'This project is not running.'
    });
  });

  it('is a page for people, with a link to the project', async () => {
    const { status, body } = await site.send('/user/ada/iris-b/lab', {
      headers: { ...NAVIGATE, cookie: site.cookie }
    });

    expect(status).toBe(503);
    expect(body).toMatch('This project is not running');
    expect(body).toMatch('href="/services/projects/open/iris"');
  });

  it('is the same when it has just died', async () => {
    const upstream = await openUpstream(() => undefined);
    site.servers.set('iris', upstream);
    await upstream.close();

    const { status } = await site.send('/user/ada/iris/api', { headers });
    expect(status).toBe(503);
  });

  it('is the same when it dies before it answers', async () => {
    const upstream = await openUpstream(req => req.socket.destroy());
    site.servers.set('iris', upstream);

    const { status } = await site.send('/user/ada/iris/api', {
      headers,
      method: 'POST',
      body: 'x'
    });
    await upstream.close();

    expect(status).toBe(503);
  });
});

it('a failure of the driver is answered, and logged', async () => {
  site.servers.get = () => {
    throw new Error('no platform');
  };

  const { status, body } = await site.send('/user/ada/iris/api', { headers });

  expect(status).toBe(500);
  expect(body).not.toMatch('no platform');
  expect(JSON.stringify(site.logged)).toMatch(
    'The gateway failed at a request'
  );
});
