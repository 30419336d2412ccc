/** @jest-environment node */
import { LiveModel } from '../testing/live-model.ts';

let live: LiveModel;

beforeEach(async () => {
  live = new LiveModel();
  await live.server.listen();
});

afterEach(() => live.close());

describe('a call', () => {
  it('carries the token and, when it makes something, a key of its own', async () => {
    await live.online();
    const build = { id: 'b', project: 'a', phase: 'waiting' };
    live.server.on('POST /projects', () => ({
      status: 202,
      body: { project: { id: 'a', name: 'a', title: 'a' }, build }
    }));
    await live.model.create({ source: 'owner/repo' });
    await live.model.create({ source: 'owner/repo' });
    const [one, two] = live.server.requests.filter(
      ({ method }) => method === 'POST'
    );
    expect(one?.body).toEqual({ source: 'owner/repo' });
    expect(one?.headers.authorization).toBe('token secret');
    const keys = [one, two].map(post => post?.headers['idempotency-key']);
    expect(new Set(keys).size).toBe(2);
    expect(keys).not.toContain(undefined);
    expect(live.model.projects?.[0]?.build?.id).toBe('b');
  });

  it('fails with what the companion says', async () => {
    await live.online();
    live.server.on('POST /sources/resolve', () => ({
      status: 422,
      body: { code: 'source-not-found', values: { host: 'x' } }
    }));
    await expect(live.model.resolve({ source: 'a/b' })).rejects.toMatchObject({
      code: 'source-not-found',
      problem: { values: { host: 'x' }, actions: [] }
    });
  });

  it('shows the switch that is in the way of another', async () => {
    await live.online();
    const other = { id: 's', project: 'b', phase: 'starting' };
    live.server.on('POST /switches', () => ({
      status: 409,
      body: { code: 'switch-in-progress', switch: other }
    }));
    await expect(live.model.switchTo('a')).rejects.toThrow();
    expect(live.model.switching).toMatchObject(other);
  });

  it('is made once more only when it reads', async () => {
    await live.online();
    let reads = 0;
    live.server.on('GET /builds', () =>
      ++reads < 3 ? { status: 503 } : { body: { builds: [] } }
    );
    live.server.on('POST /projects/a/stop', () => ({ status: 503 }));
    await expect(live.model.builds('a')).resolves.toEqual([]);
    await expect(live.model.stop('a')).rejects.toThrow();
    const stops = live.server.requests.filter(({ path }) =>
      path.endsWith('/stop')
    );
    expect(stops).toHaveLength(1);
  });
});

describe('a log', () => {
  it('goes on after a new connection where it was', async () => {
    const page = await live.online();
    let read = '';
    let heard: () => void = () => undefined;
    const arrived = async (text: string): Promise<void> => {
      while (read !== text) {
        await new Promise<void>(resolve => (heard = resolve));
      }
    };
    const following = live.model.logs.follow('b', 0, ({ text }) => {
      read += text;
      heard();
    });
    expect(await page.take('follow')).toMatchObject({ build: 'b', offset: 0 });
    const log = (offset: number, text: string): object => ({
      event: 'log',
      data: {
        ...{ build: 'b', offset, text, complete: false },
        next: offset + Buffer.byteLength(text)
      }
    });
    page.send(log(0, 'größer\n'));
    await arrived('größer\n');
    page.socket.terminate();
    const again = await live.server.page();
    again.send({ event: 'opened', id: 'e-1' });
    expect(await again.take('follow')).toMatchObject({ offset: 9 });
    // Text that was shown already is not shown twice.
    again.send(log(0, 'größer\nnext\n'));
    await arrived('größer\nnext\n');
    following.dispose();
    expect(await again.take('unfollow')).toMatchObject({ build: 'b' });
  });
});
