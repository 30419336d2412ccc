/** @jest-environment node */
import { LiveModel } from '../testing/live-model.ts';

let live: LiveModel;

beforeEach(async () => {
  live = new LiveModel();
  await live.server.listen();
});

afterEach(() => live.close());

const ids = () => live.model.volume.trash?.map(({ id }) => id);
const trash = (...names: string[]) => ({
  trash: names.map(id => ({ id, name: id, bytes: null }))
});

it('a project with a folder goes to the trash, one without is gone', async () => {
  const page = await live.online();
  const data = { id: 'a', name: 'a', title: 'a' };
  page.send({ event: 'project', id: 'e-2', data });
  await live.until(() => live.model.projects?.length === 1);
  live.server.on('DELETE /projects/a', () => ({
    body: { id: 't', name: 'a' }
  }));
  expect(await live.model.remove('a')).toMatchObject({ id: 't', name: 'a' });
  expect(live.model.projects).toEqual([]);
  live.server.on('DELETE /projects/a', () => ({ status: 204 }));
  expect(await live.model.remove('a')).toBeNull();
});

it('the trash follows events, which are newer than what was asked for', async () => {
  const page = await live.online();
  expect(ids()).toBeUndefined();
  live.server.on('GET /trash', () => {
    page.send({ event: 'trash', id: 'e-2', data: trash('new', 'old') });
    return { body: trash('old') };
  });
  const asked = live.model.volume.loadTrash();
  await live.until(() => ids()?.length === 2);
  await asked;
  expect(ids()).toEqual(['new', 'old']);
});

it('what was deleted comes back, or is deleted for good', async () => {
  await live.online();
  const { volume } = live.model;
  live.server.on('GET /trash', () => ({ body: trash('a', 'b', 'c', 'd') }));
  await volume.loadTrash();
  const project = { id: 'p', name: 'a-2', title: 'A' };
  live.server.on('POST /trash/a/restore', () => ({ body: project }));
  expect(await volume.restore('a')).toMatchObject({ name: 'a-2' });
  expect(live.model.projects?.map(({ id }) => id)).toEqual(['p']);
  expect(ids()).toEqual(['b', 'c', 'd']);
  live.server.on('DELETE /trash/b', () => ({ status: 204 }));
  await volume.purge('b');
  expect(ids()).toEqual(['c', 'd']);
  live.server.on('POST /trash/purge', () => ({ body: trash('d') }));
  await volume.emptyTrash();
  expect(ids()).toEqual(['d']);
});

it('a folder that becomes a project is not listed twice', async () => {
  const folder = { id: 'folder:old', name: 'old', state: 'unmanaged' };
  const other = { ...folder, id: 'folder:other', name: 'other' };
  live.server.on('GET /projects', () => ({
    body: { projects: [folder, other], limit: null }
  }));
  const page = await live.online();
  const data = { id: 'p', name: 'old', title: 'old', state: 'stopped' };
  page.send({ event: 'project', id: 'e-2', data });
  await live.until(() => live.model.projects?.at(-1)?.id === 'p');
  expect(live.model.projects?.map(({ id }) => id)).toEqual([other.id, 'p']);
});

describe('files outside projects', () => {
  const folder = { id: 'folder:old', name: 'old', title: 'old' };
  const outside = { files: 2, names: ['a', 'b'] };
  const begin = async () => {
    const projects: object[] = [];
    live.server.on('GET /projects', () => ({
      body: { projects, limit: null, outside }
    }));
    await live.online();
    live.server.on('POST /outside/move', () => {
      projects.push(folder);
      return { body: { id: 'm', name: 'old', names: ['a', 'b'] } };
    });
    live.server.on('POST /outside/undo', () => {
      projects.length = 0;
      return { status: 204 };
    });
    return live.model.volume;
  };
  const asked = () =>
    live.server.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path, body }) => [`${method} ${path}`, body]);

  it('are known with the list', async () => {
    const volume = await begin();
    expect(volume.outside).toEqual(outside);
  });

  it('become a project, and are moved back with it', async () => {
    const volume = await begin();
    const adopt = '/projects/folder%3Aold/adopt';
    live.server.on(`POST ${adopt}`, () => ({
      body: { project: { ...folder, id: 'p' } }
    }));
    live.server.on('DELETE /projects/p', () => ({ status: 204 }));
    const moved = await volume.moveOutside('old', 'like');
    expect(moved).toMatchObject({ files: 2, project: { id: 'p' } });
    await volume.moveBack(moved);
    expect(live.model.projects).toEqual([]);
    expect(asked()).toEqual([
      ['POST /outside/move', { name: 'old' }],
      [`POST ${adopt}`, { like: 'like' }],
      ['POST /outside/undo', { id: 'm' }],
      ['DELETE /projects/p', undefined]
    ]);
  });

  it('that cannot become a project stay where they were', async () => {
    const volume = await begin();
    live.server.on('POST /projects/folder%3Aold/adopt', () => ({
      status: 409,
      body: { code: 'project-limit' }
    }));
    await expect(volume.moveOutside('old', 'like')).rejects.toMatchObject({
      code: 'project-limit'
    });
    expect(asked().at(-1)).toEqual(['POST /outside/undo', { id: 'm' }]);
    expect(live.model.projects).toEqual([]);
  });
});
