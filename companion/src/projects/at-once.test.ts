/** One user asks for two things at once: records and folders still agree. */
import { SiteBench } from '../testing/site-bench.ts';
import type {
  Problem,
  Project,
  ProjectList,
  Trashed
} from '../contract/contract.ts';

let bench: SiteBench;
let ocean: Project;
beforeEach(async () => {
  bench = await SiteBench.open(['--keep-warm', '1']);
  ocean = await bench.built('ada/ocean');
});
afterEach(() => bench.close());

const json = async <T>(answer: Response | Promise<Response>) =>
  (await (await answer).json()) as T;
const code = async (answer: Response | Promise<Response>) =>
  (await json<Problem>(answer)).code;
const remove = (id: string) =>
  bench.api(`projects/${id}`, { method: 'DELETE' });
const rename = (id: string, name: string) =>
  bench.api(`projects/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name })
  });
const listed = async () => {
  const { projects } = await json<ProjectList>(bench.api('projects'));
  return projects.map(({ id, name }) => [id, name]);
};
const folders = () => [...bench.volume.folders.keys()].sort();

async function opened({ id }: Project): Promise<void> {
  const ended = new Promise<unknown>(resolve => {
    const end = bench.services.events.subscribe('ada', ({ event, data }) => {
      if (event === 'switch' && data.endedAt !== undefined) {
        end();
        resolve(data.phase);
      }
    });
  });
  await bench.post('switches', { project: id });
  expect(await ended).toBe('done');
}

/** Lets `ocean` run without being active. */
async function warmOcean(): Promise<void> {
  const lake = await bench.built('ada/lake');
  await opened(ocean);
  await opened(lake);
}

test('a project that is opened while its server stops for its delete stays', async () => {
  await warmOcean();
  const stop = Promise.withResolvers<undefined>();
  const stopping = new Promise<void>(resolve => {
    bench.driver.stopping = async () => {
      resolve();
      await stop.promise;
    };
  });
  const removed = remove(ocean.id);
  await stopping;

  await opened(ocean);
  stop.resolve(undefined);

  expect(await code(removed)).toBe('project-busy');
  expect(await bench.project(ocean.id)).toMatchObject({ active: true });
  expect(folders()).toEqual(['lake', 'ocean']);
});

test('a warm project without its folder is not removed beside its server', async () => {
  await warmOcean();
  bench.volume.folders.delete('ocean');

  expect((await remove(ocean.id)).status).toBe(204);

  const servers = await bench.driver.list('ada');
  expect(servers.map(({ name }) => name)).toEqual(['lake']);
});

test('a folder is not renamed to what a new project is called meanwhile', async () => {
  const { files } = bench.services.locks;
  const run = files.run.bind(files);
  const waiting = new Promise<void>(resolve => {
    files.run = (user, work) => {
      resolve();
      return run(user, work);
    };
  });
  const renaming = bench.volume.rename.bind(bench.volume);
  let created: Promise<Response> | undefined;
  bench.volume.rename = async (...names) => {
    created = bench.post('projects', { source: 'bob/sea', name: 'sea' });
    await Promise.race([waiting, created]);
    await renaming(...names);
  };

  await rename(ocean.id, 'sea');

  expect(await code(created!)).toBe('project-exists');
  expect(await listed()).toEqual([[ocean.id, 'sea']]);
});

test('a project whose folder is gone does not become a folder of that name', async () => {
  bench.volume.folders.delete('ocean');
  bench.volume.put('thesis');

  expect(await code(rename(ocean.id, 'thesis'))).toBe('not-found');

  expect(await listed()).toEqual([
    [ocean.id, 'ocean'],
    ['folder:thesis', 'thesis']
  ]);
});

test('of two restores at once one brings it back', async () => {
  const { id } = await json<Trashed>(remove(ocean.id));
  const { volume } = bench;
  const bound = {
    find: volume.find.bind(volume),
    restore: volume.restore.bind(volume),
    trashed: volume.trashed.bind(volume)
  };
  // Both find it in the trash; the second goes on when it is restored.
  const both = Promise.withResolvers<undefined>();
  const back = Promise.withResolvers<undefined>();
  let looks = 0;
  let finds = 0;
  volume.trashed = () => {
    looks += 1;
    if (looks === 2) {
      both.resolve(undefined);
    }
    return bound.trashed();
  };
  volume.find = async name => {
    finds += 1;
    if (finds === 2) {
      await back.promise;
    }
    return bound.find(name);
  };
  volume.restore = async (...names) => {
    await both.promise;
    await bound.restore(...names);
    back.resolve(undefined);
  };
  const restore = () => bench.post(`trash/${id}/restore`);

  const answers = await Promise.all([restore(), restore()]);

  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  expect(await listed()).toEqual([[ocean.id, 'ocean']]);
  expect(folders()).toEqual(['ocean']);
});
