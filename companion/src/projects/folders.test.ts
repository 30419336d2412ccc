import { SiteBench } from '../testing/site-bench.ts';
import { untilAborted } from '../testing/fake-builder.ts';
import { diskFull, unavailable } from '../volumes/volume-failure.ts';
import type {
  Adopted,
  OutsideMoved,
  Problem,
  Project,
  ProjectList
} from '../contract/contract.ts';
import type { Volume } from '../volumes/volume.ts';

let bench: SiteBench;
beforeEach(async () => {
  bench = await SiteBench.open();
});
afterEach(() => bench.close());

const json = async <T>(answer: Response | Promise<Response>) =>
  (await (await answer).json()) as T;
const code = async (answer: Response | Promise<Response>) =>
  (await json<Problem>(answer)).code;
const list = () => json<ProjectList>(bench.api('projects'));
const folders = () => [...bench.volume.folders.keys()].sort();
const patch = (id: string, body: object) =>
  bench.api(`projects/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body)
  });

describe('duplicate', () => {
  it('copies folder, images and source into a project of its own', async () => {
    const from = await bench.built('ada/ocean');

    const begun = await bench.post(`projects/${from.id}/duplicate`);
    expect(begun.status).toBe(202);
    const { id } = await json<Project>(begun);
    await bench.services.copies.settled();

    const copy = await bench.project(id);
    expect(copy).toMatchObject({
      name: 'ocean-2',
      state: 'stopped',
      source: from.source,
      images: from.images
    });
    expect(copy).not.toHaveProperty('copy');
    expect(copy.slug).not.toBe(from.slug);
    expect(folders()).toEqual(['ocean', 'ocean-2']);
  });

  it('is shown while it runs, and removed when it is cancelled', async () => {
    const from = await bench.built('ada/ocean');
    const copying: Volume = bench.volume;
    copying.duplicate = async (_name, _newName, _operation, signal) => {
      await untilAborted(signal!);
    };
    const { id } = await json<Project>(
      bench.post(`projects/${from.id}/duplicate`, { name: 'mine' })
    );
    expect(await bench.project(id)).toMatchObject({
      state: 'building',
      copy: { total: null }
    });

    const removed = await bench.api(`projects/${id}`, { method: 'DELETE' });

    expect(removed.status).toBe(204);
    expect((await list()).projects.map(({ name }) => name)).toEqual(['ocean']);
  });

  it('tells how far it is, though its folder is there only after a while', async () => {
    const from = await bench.built('ada/ocean');
    const volume: Volume = bench.volume;
    const looks: string[] = [];
    const begun = Promise.withResolvers<string>();
    const measure = volume.measure.bind(volume);
    volume.measure = async (place, ...rest) => {
      if (place.in === 'partial' && looks.push(place.name) === 2) {
        // The first look found nothing.
        await volume.prepare(await begun.promise);
      }
      return measure(place, ...rest);
    };
    volume.duplicate = async (_name, _newName, operation, signal) => {
      begun.resolve(operation);
      await untilAborted(signal!);
    };
    const told = Promise.withResolvers<Project>();
    const end = bench.services.events.subscribe('ada', event => {
      if (event.event === 'project' && event.data.copy?.bytes) {
        told.resolve(event.data);
      }
    });

    await bench.post(`projects/${from.id}/duplicate`, { name: 'late' });

    expect((await told.promise).copy?.bytes).toBe(bench.volume.bytes);
    end();
  });

  it('begins anew when the server that copies is stopped', async () => {
    const from = await bench.built('ada/ocean');
    const { volume } = bench;
    const whole = volume.duplicate.bind(volume);
    const stopped = jest
      .spyOn(volume, 'duplicate')
      .mockRejectedValueOnce(unavailable('The agent does not answer.'))
      .mockImplementation(whole);
    await bench.post(`projects/${from.id}/duplicate`, { name: 'mine' });
    await bench.services.copies.settled();

    expect(stopped).toHaveBeenCalledTimes(2);
    expect(folders()).toEqual(['mine', 'ocean']);
  });

  it('says why it failed, also after a restart', async () => {
    const from = await bench.built('ada/ocean');
    bench.volume.duplicate = () => Promise.reject(diskFull());
    const { id } = await json<Project>(
      bench.post(`projects/${from.id}/duplicate`)
    );
    await bench.services.copies.settled();
    expect(await bench.project(id)).toMatchObject({
      state: 'unbuilt',
      copy: { error: { code: 'disk-full', actions: ['free-space'] } }
    });

    await bench.store.updateTable('copies').set({ error_json: null }).execute();
    await bench.services.copies.recover();

    expect(await bench.project(id)).toMatchObject({
      copy: { error: { code: 'interrupted' } }
    });
  });

  it('takes no name that is taken', async () => {
    const { id } = await bench.built('ada/ocean');
    bench.volume.put('taken');
    expect(
      await code(bench.post(`projects/${id}/duplicate`, { name: 'taken' }))
    ).toBe('project-exists');
  });
});

describe('adopt', () => {
  const adopt = (body: object, folder = 'by hand') =>
    bench.post(
      `projects/${encodeURIComponent(`folder:${folder}`)}/adopt`,
      body
    );

  it('gives a folder the image of another project', async () => {
    const like = await bench.built('ada/ocean');
    bench.volume.put('by hand');

    const answer = await adopt({ like: like.id });

    const { project, build } = await json<Adopted>(answer);
    expect(build).toBeUndefined();
    expect(project).toMatchObject({
      name: 'by hand',
      title: 'by hand',
      state: 'stopped',
      image: { id: like.image!.id }
    });
    expect(project.slug).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(await code(adopt({ like: like.id }))).toBe('not-found');
  });

  it('builds a source for it, and leaves its files as they are', async () => {
    bench.volume.put('by hand');

    const { project, build } = await json<Adopted>(
      adopt({ source: 'ada/ocean', title: 'Old thesis' })
    );
    await bench.services.builds.ended(build!.id);

    expect(await bench.project(project.id)).toMatchObject({
      title: 'Old thesis',
      state: 'stopped',
      build: { phase: 'built' }
    });
    expect(bench.builder.orders).toMatchObject([{ fill: false }]);
    expect(folders()).toEqual(['by hand']);
  });

  it('takes neither links nor nothing, and wants to know the image', async () => {
    const { id } = await bench.built('ada/ocean');
    bench.volume.put('link', 'link');
    expect(await code(adopt({ like: id }, 'link'))).toBe('folder-missing');
    expect(await code(adopt({ like: id }, 'none'))).toBe('not-found');
    expect(await code(adopt({}))).toBe('invalid-request');
    bench.volume.put('by hand');
    expect(await code(adopt({ like: 'none' }))).toBe('not-found');
  });
});

describe('rename', () => {
  it('moves the folder; links and servers keep their name', async () => {
    const before = await bench.built('ada/ocean');

    const after = await json<Project>(patch(before.id, { name: 'sea' }));

    expect(after).toMatchObject({ name: 'sea', slug: before.slug });
    expect(after.state).toBe('stopped');
    expect(folders()).toEqual(['sea']);
  });

  it('takes no name that is taken, of a folder or an unbuilt project', async () => {
    const { id } = await bench.built('ada/ocean');
    bench.volume.put('taken');
    expect(await code(patch(id, { name: 'taken' }))).toBe('project-exists');
    expect(await code(patch(id, { name: '../up' }))).toBe('invalid-request');
    expect(await bench.project(id)).toMatchObject({ name: 'ocean' });
  });
});

describe('files outside projects', () => {
  it('are counted, moved into a new folder, and moved back', async () => {
    await bench.built('ada/ocean');
    bench.volume.files.add('.bashrc').add('thesis.ipynb');
    expect((await list()).outside).toEqual({
      files: 2,
      names: ['.bashrc', 'thesis.ipynb']
    });

    const moved = await json<OutsideMoved>(
      bench.post('outside/move', { name: 'old-home' })
    );
    expect(moved.names).toEqual(['.bashrc', 'thesis.ipynb']);
    const { projects, outside } = await list();
    expect(outside).toEqual({ files: 0, names: [] });
    expect(projects.map(({ id }) => id)).toContain('folder:old-home');

    await bench.post('outside/undo', { id: moved.id });
    expect((await list()).outside).toMatchObject({ files: 2 });
  });

  it('are never a project', async () => {
    await bench.built('ada/ocean');
    const move = (body: object) => code(bench.post('outside/move', body));
    expect(await move({ name: 'new', names: ['ocean'] })).toBe(
      'invalid-request'
    );
    expect(await move({ name: 'ocean', names: ['x'] })).toBe('project-exists');
    expect(folders()).toEqual(['ocean']);
  });
});
