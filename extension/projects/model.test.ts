/** @jest-environment node */
import type { Project } from 'jupyterlab-projects-companion/contract';
import { LiveModel } from '../testing/live-model.ts';

let live: LiveModel;

beforeEach(async () => {
  live = new LiveModel();
  await live.server.listen();
});

afterEach(() => live.close());

const project = (id: string, more: Partial<Project> = {}) => ({
  id,
  name: id,
  title: id,
  state: 'stopped',
  ...more
});

const titles = () => live.model.projects?.map(({ title }) => title);

describe('the connection', () => {
  it('opens with the token and the page, and then knows the projects', async () => {
    live.server.on('GET /projects', () => ({
      body: { projects: [project('a'), { broken: true }], limit: 5 }
    }));
    live.start();
    expect(live.model.connection.state).toBe('connecting');
    const page = await live.server.page();
    const hello = await page.take('open');
    expect(hello).toEqual({ type: 'open', token: 'secret', page: 'page-1' });
    page.send({ event: 'opened', id: 'e-1' });
    await live.until(() => live.model.projects !== null);
    expect(live.model.connection.state).toBe('online');
    expect(titles()).toEqual(['a']);
    expect(live.model.limit).toBe(5);
    expect(live.model.me?.user).toBe('ada');
  });

  it('is missing where there is no companion, and asks no more', async () => {
    live.server.handlers.delete('GET /me');
    live.start();
    await live.until(() => live.model.connection.state === 'missing');
    expect(live.server.requests).toHaveLength(1);
  });

  it('is signed out when the token is not known', async () => {
    live.server.on('GET /me', () => ({
      status: 401,
      body: { code: 'unauthenticated' }
    }));
    live.start();
    await live.until(() => live.model.connection.state === 'signed-out');
  });

  it('is signed out when any call says so', async () => {
    await live.online();
    live.server.on('POST /projects/a/stop', () => ({ status: 401 }));
    await expect(live.model.stop('a')).rejects.toMatchObject({
      code: 'unauthenticated'
    });
    expect(live.model.connection.state).toBe('signed-out');
  });

  it('comes back by itself, keeps the list meanwhile and resumes after the last event', async () => {
    const page = await live.online();
    page.send({ event: 'project', id: 'e-2', data: project('a') });
    await live.until(() => titles()?.length === 1);
    page.socket.terminate();
    await live.until(() => live.model.connection.state === 'offline');
    expect(titles()).toEqual(['a']);
    const again = await live.server.page();
    expect(await again.take('open')).toMatchObject({ last: 'e-2' });
  });

  it('says when it tries again while the companion is away', async () => {
    live.start({ retryDelaysMs: [60_000] });
    const page = await live.server.page();
    const before = Date.now();
    page.socket.terminate();
    await live.until(() => live.model.connection.state === 'offline');
    const { connection } = live.model;
    const retryAt = connection.state === 'offline' ? connection.retryAt : 0;
    expect(retryAt - before).toBeGreaterThan(40_000);
    // When a person asks for it, the model tries at once.
    void live.model.refresh();
    await live.server.page();
  });

  it('gives up a connection that is silent', async () => {
    live.start({ silenceMs: 20 });
    const page = await live.server.page();
    page.send({ event: 'opened', id: 'e-1' });
    await live.until(() => live.model.connection.state === 'offline');
  });

  it('asks for everything again after a reset', async () => {
    const page = await live.online();
    live.server.on('GET /projects', () => ({
      body: { projects: [project('new')], limit: null }
    }));
    page.send({ event: 'reset', id: 'f-1' });
    await live.until(() => titles()?.[0] === 'new');
  });
});

describe('what is known', () => {
  it('is not overwritten by an older build', async () => {
    const page = await live.online();
    const at = '2026-11-22T10:00:00.000Z';
    const build = { id: 'b', project: 'a', startedAt: at };
    const step = { phase: 'fetching', startedAt: at };
    const ended = { ...build, phase: 'built', endedAt: at, steps: [step] };
    page.send({ event: 'project', id: 'e-2', data: project('a') });
    page.send({ event: 'build', id: 'e-3', data: ended });
    await live.until(() => live.model.projects?.[0]?.build?.phase === 'built');
    const old = { ...build, phase: 'fetching', steps: [step] };
    page.send({ event: 'build', id: 'e-4', data: old });
    page.send({ event: 'project', id: 'e-5', data: project('z') });
    await live.until(() => titles()?.length === 2);
    expect(live.model.projects?.[0]?.build?.phase).toBe('built');
  });

  it('follows what a build says within one phase', async () => {
    const page = await live.online();
    const at = '2026-11-22T10:00:00.000Z';
    const build = {
      ...{ id: 'b', project: 'a', phase: 'building', startedAt: at },
      steps: [{ phase: 'building', startedAt: at }]
    };
    page.send({ event: 'project', id: 'e-2', data: project('a') });
    page.send({ event: 'build', id: 'e-3', data: { ...build, detail: 'one' } });
    page.send({ event: 'build', id: 'e-4', data: { ...build, detail: 'two' } });
    await live.until(() => live.model.projects?.[0]?.build?.detail === 'two');
  });

  it('has what the volume holds, as it changes', async () => {
    const page = await live.online();
    const usage = { bytes: 3, capacity: 4, trash: 1 };
    page.send({ event: 'usage', id: 'e-2', data: usage });
    await live.until(() => live.model.volume.usage?.bytes === 3);
    expect(live.model.volume.usage).toEqual(usage);
  });

  it('keeps a state that this page does not know', async () => {
    const page = await live.online();
    const data = { ...project('a'), state: 'hibernating', later: 1 };
    page.send({ event: 'project', id: 'e-2', data });
    page.send({ event: 'weather', id: 'e-3', data: 'rain' });
    page.send({ event: 'project-removed', id: 'e-4', data: { id: 'b' } });
    await live.until(() => titles()?.length === 1);
    expect(live.model.projects?.[0]?.state).toBe('hibernating');
  });
});
