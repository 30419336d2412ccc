import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Auth } from '../identity/auth.ts';
import { sha256 } from '../base/hash.ts';
import { SiteBench, TOKEN } from '../testing/site-bench.ts';
import type { ServerMessage } from '../contract/contract.ts';
import type { ServeOptions } from '../site/serve.ts';

/** A page's socket, and what it has heard. */
class Page {
  readonly heard: ServerMessage[] = [];
  readonly socket: WebSocket;
  readonly #waiting: (() => void)[] = [];

  constructor(bench: SiteBench, origin = bench.origin) {
    const url = `${bench.home}api/v1/events`.replace('http', 'ws');
    this.socket = new WebSocket(url, { origin });
    this.socket.on('message', data => {
      const text = (data as Buffer).toString();
      this.heard.push(JSON.parse(text) as ServerMessage);
      for (const wake of this.#waiting.splice(0)) {
        wake();
      }
    });
  }

  async say(message: object): Promise<void> {
    if (this.socket.readyState === WebSocket.CONNECTING) {
      await once(this.socket, 'open');
    }
    this.socket.send(JSON.stringify(message));
  }

  /** Resolves to all messages once they are as wanted. */
  async hears(
    wanted: (heard: readonly ServerMessage[]) => boolean
  ): Promise<readonly ServerMessage[]> {
    while (!wanted(this.heard)) {
      await new Promise<void>(resolve => this.#waiting.push(resolve));
    }
    return this.heard;
  }

  async closed(): Promise<number> {
    const [code] = (await once(this.socket, 'close')) as [number];
    return code;
  }
}

let bench: SiteBench;
const pages: Page[] = [];
afterEach(async () => {
  for (const page of pages.splice(0)) {
    page.socket.on('error', () => undefined);
    page.socket.terminate();
  }
  await bench.close();
});

const start = async (options: Partial<ServeOptions> = {}) => {
  bench = await SiteBench.open([], options);
};
const open = () => {
  const page = new Page(bench);
  pages.push(page);
  return page;
};
const eventsOf = (heard: readonly ServerMessage[]) =>
  heard.map(message => message.event);
const textOf = (heard: readonly ServerMessage[]) =>
  heard.map(m => (m.event === 'log' ? m.data.text : '')).join('');

test('a page with a token hears what changes', async () => {
  await start();
  const page = open();
  await page.say({ type: 'open', token: TOKEN });
  await page.hears(heard => heard.length > 0);
  const { project } = await bench.create({ source: 'ada/ocean' });
  const heard = await page.hears(all =>
    all.some(m => m.event === 'project' && m.data.state === 'stopped')
  );

  expect(heard[0]).toMatchObject({ event: 'opened' });
  const phases = heard.map(m => (m.event === 'build' ? m.data.phase : ''));
  expect(phases).toEqual(expect.arrayContaining(['waiting', 'built']));
  expect(JSON.stringify(heard)).toContain(project.id);
});

test('a wrong token, or none, lets nobody in', async () => {
  await start();
  const wrong = open();
  await wrong.say({ type: 'open', token: 'wrong' });
  const rude = open();
  await rude.say({ type: 'follow', build: 'b', offset: 0 });

  expect(await Promise.all([wrong.closed(), rude.closed()])).toEqual([
    4401, 4400
  ]);
  expect([...wrong.heard, ...rude.heard]).toEqual([]);
});

test('who says nothing is not waited for', async () => {
  await start({ openDeadlineMs: 50 });
  const silent = open();

  expect(await silent.closed()).toBe(4408);
  expect(silent.heard).toEqual([]);
});

test('who signs out is told no more', async () => {
  await start({ beatMs: 50 });
  const auth = new Auth({
    ...{ records: bench.services.records, user: 'ada', now: () => new Date() },
    ...{ token: TOKEN, chosen: true }
  });
  const { token } = await auth.homeToken('ada', []);
  const page = open();
  await page.say({ type: 'open', token });
  await page.hears(
    heard => eventsOf(heard).filter(e => e === 'beat').length > 1
  );

  const left = page.closed();
  await fetch(`${bench.home}sign-out`, {
    method: 'POST',
    headers: { authorization: `token ${token}` }
  });
  expect(await left).toBe(4401);
});

test('another site cannot open it', async () => {
  await start();
  const page = new Page(bench, 'http://evil.test');
  const [error] = (await once(page.socket, 'error')) as [Error];

  expect(error.message).toContain('403');
});

test('a page that comes back hears what it has missed', async () => {
  await start();
  const first = open();
  await first.say({ type: 'open', token: TOKEN });
  const [opened] = await first.hears(heard => heard.length > 0);
  first.socket.close();
  await bench.built('ada/ocean');
  const last = opened?.event === 'opened' ? opened.id : '';
  const again = open();
  await again.say({ type: 'open', token: TOKEN, last });
  const heard = await again.hears(all => eventsOf(all).includes('project'));
  expect(eventsOf(heard).slice(0, 2)).toEqual(['opened', 'build']);

  const stranger = open();
  await stranger.say({ type: 'open', token: TOKEN, last: 'before-1' });
  expect(eventsOf(await stranger.hears(all => all.length > 0))).toEqual([
    'reset'
  ]);
});

test('a log is followed over the same socket', async () => {
  await start();
  const more = Promise.withResolvers<undefined>();
  bench.builder.building = async (_order, report) => {
    report.log('first\n');
    await more.promise;
    report.log('second\n');
  };
  const { build } = await bench.create({ source: 'ada/ocean' });
  const page = open();
  await page.say({ type: 'open', token: TOKEN });
  await page.say({ type: 'follow', build: build.id, offset: 0 });
  await page.hears(heard => textOf(heard).includes('first'));
  more.resolve(undefined);
  const heard = await page.hears(all =>
    all.some(m => m.event === 'log' && m.data.complete)
  );

  expect(textOf(heard)).toBe('first\nsecond\n');
});

test('a log that is followed no more is not sent', async () => {
  await start();
  const more = Promise.withResolvers<undefined>();
  bench.builder.building = async (_order, report) => {
    report.log('first\n');
    await more.promise;
    report.log('second\n');
  };
  const { build } = await bench.create({ source: 'ada/ocean' });
  const page = open();
  await page.say({ type: 'open', token: TOKEN });
  await page.say({ type: 'follow', build: build.id, offset: 0 });
  await page.hears(heard => textOf(heard).includes('first'));
  await page.say({ type: 'unfollow', build: build.id });
  // Answers come in order, so this one is after the end of the other.
  await page.say({ type: 'follow', build: build.id, offset: 3 });
  await page.hears(heard => textOf(heard) === 'first\nst\n');
  more.resolve(undefined);
  const heard = await page.hears(all =>
    all.some(m => m.event === 'log' && m.data.complete)
  );

  expect(textOf(heard)).toBe('first\nst\nsecond\n');
});

test('a page of a server is present there while its socket is open', async () => {
  await start();
  const server = { user: 'ada', name: 'ocean' };
  await bench.store
    .insertInto('servers')
    .values({
      ...server,
      project: 'p',
      image: 'i',
      token_hash: sha256('servers-own-token'),
      started_at: new Date(0).toISOString()
    })
    .execute();
  const { presence } = bench.services;
  const changed = () =>
    new Promise<void>(resolve => {
      const end = presence.onChange(() => {
        end();
        resolve();
      });
    });
  const page = open();
  const entered = changed();
  await page.say({ type: 'open', token: 'servers-own-token', page: 'p1' });
  await entered;
  expect([...presence.pages(server)]).toEqual(['p1']);

  const left = changed();
  page.socket.close();
  await left;
  expect([...presence.pages(server)]).toEqual([]);
});

test('a quiet socket beats', async () => {
  await start({ beatMs: 5 });
  const page = open();
  await page.say({ type: 'open', token: TOKEN });

  expect(eventsOf(await page.hears(heard => heard.length > 2))).toEqual(
    expect.arrayContaining(['opened', 'beat'])
  );
});
