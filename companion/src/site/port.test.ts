import { once } from 'node:events';
import { connect } from 'node:net';
import { Failed } from '../base/errors.ts';
import { Records } from '../records/records.ts';
import { listen, type ListenDeps, type Routes } from './listen.ts';
import { openStore, type Store } from '../store/store.ts';
import { send } from '../testing/gateway.ts';

const HOME = '/services/projects/';

describe('the port', () => {
  let store: Store;
  let warned: string[];

  beforeEach(() => {
    store = openStore(':memory:');
    warned = [];
  });

  afterEach(() => store.destroy());

  const routes: Routes = {
    app: (_req, res) => res.end('the companion'),
    events: (_req, socket) => socket.destroy(),
    gateway: {
      handle: () => undefined,
      upgrade: () => undefined,
      dispose: () => undefined
    }
  };

  const start = (deps: Partial<ListenDeps> = {}) =>
    listen({
      host: '127.0.0.1',
      settings: new Records(store).settings,
      log: {
        warn: (_about: unknown, text?: string) => warned.push(text ?? '')
      },
      routes: () => routes,
      ...deps
    });

  it('that cannot be had is told in words', async () => {
    await expect(start({ host: '203.0.113.1', port: 0 })).rejects.toThrow(
      'Cannot listen on 203.0.113.1, port 0: this machine has no such address.'
    );
  });

  it('is the same after a restart', async () => {
    const first = await start();
    await first.close();
    const second = await start();

    expect(second.site.port).toBe(first.site.port);
    expect(second.origin).toBe(`http://127.0.0.1:${String(first.site.port)}`);
    expect(warned).toEqual([]);
    await second.close();
  });

  it('is another when that is taken, which is told and not remembered', async () => {
    const first = await start();
    const second = await start();
    expect(second.site.port).not.toBe(first.site.port);
    expect(warned).toEqual([expect.stringContaining('of last time')]);
    await second.close();
    await first.close();

    const third = await start();
    expect(third.site.port).toBe(first.site.port);
    await third.close();
  });

  it('that was asked for is used, or nothing is', async () => {
    const first = await start();
    const { port } = first.site;

    const second = start({ port });
    await expect(second).rejects.toThrow(Failed);
    await expect(second).rejects.toThrow(`Port ${String(port)} is taken.`);
    await first.close();

    const third = await start({ port });
    expect(third.site.port).toBe(port);
    await third.close();
  });

  it('is free again when the routes cannot be made', async () => {
    await expect(
      start({ routes: () => Promise.reject(new Error('no driver')) })
    ).rejects.toThrow('no driver');
    await (await start()).close();

    expect(warned).toEqual([]);
  });

  it('answers what came before the routes were made', async () => {
    const made = Promise.withResolvers<Routes>();
    const bound = Promise.withResolvers<number>();
    const listening = start({
      routes: site => {
        bound.resolve(site.port);
        return made.promise;
      }
    });
    const answer = send(await bound.promise, HOME);
    made.resolve(routes);

    expect((await answer).body).toBe('the companion');
    await (await listening).close();
  });

  it('is closed also while a request is under way', async () => {
    const listening = await start({
      routes: () => ({ ...routes, app: () => undefined })
    });
    const socket = connect(listening.site.port, '127.0.0.1');
    socket.write(
      `GET ${HOME} HTTP/1.1\r\nHost: 127.0.0.1:${String(listening.site.port)}\r\n\r\n`
    );
    await once(socket, 'ready');
    const closed = new Promise(resolve => socket.once('close', resolve));
    socket.on('error', () => undefined);

    await listening.close();
    await closed;
  });

  it('is closed also while a websocket waits for its answer', async () => {
    const asked = Promise.withResolvers<undefined>();
    const listening = await start({
      routes: () => ({
        ...routes,
        events: () => {
          asked.resolve(undefined);
        }
      })
    });
    const host = `127.0.0.1:${String(listening.site.port)}`;
    const socket = connect(listening.site.port, '127.0.0.1');
    socket.write(
      `GET ${HOME} HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`
    );
    await asked.promise;
    const closed = new Promise(resolve => socket.once('close', resolve));

    await listening.close();
    await closed;
  });
});
