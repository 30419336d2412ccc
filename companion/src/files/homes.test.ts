import type { Problem, Project } from '../contract/contract.ts';
import { Failed } from '../base/errors.ts';
import { SiteBench } from '../testing/site-bench.ts';
import type { HomeState } from '../volumes/volume.ts';

let bench: SiteBench;
let id: string;
/** The server's answer, and the questions that it was asked. */
let answer: () => Promise<HomeState | undefined>;
let asked: string[];

beforeEach(async () => {
  bench = await SiteBench.open();
  asked = [];
  answer = () => Promise.resolve({ state: 'same' });
  bench.driver.home = ({ name }, folder) => {
    asked.push(`${name} ${folder}`);
    return answer();
  };
  ({ id } = await bench.built('ada/ocean'));
  bench.volume.put('ocean');
  await opened();
});
afterEach(() => bench.close());

async function opened(): Promise<void> {
  const { events } = bench.services;
  const { promise, resolve } = Promise.withResolvers();
  const end = events.subscribe('ada', ({ event, data }) => {
    if (event === 'switch' && data.endedAt !== undefined) {
      resolve(data.phase);
    }
  });
  await bench.post('switches', { project: id });
  expect(await promise).toBe('done');
  end();
}

/** Looks once, and returns what pages are told of the project. */
async function told(): Promise<unknown[]> {
  const { events, homes, feed } = bench.services;
  await feed.settled();
  const seen: unknown[] = [];
  const end = events.subscribe('ada', ({ event, data }) => {
    if (event === 'project') {
      const { warning, renamedTo } = data;
      seen.push(renamedTo === undefined ? warning : [warning, renamedTo]);
    }
  });
  await homes.look();
  await feed.settled();
  end();
  return seen;
}

test('a home that is what it was is no news', async () => {
  expect(await told()).toEqual([]);
  expect(asked).toEqual(['ocean ocean']);
});

test('a folder that was renamed, or deleted, under a server is told once', async () => {
  answer = () => Promise.resolve({ state: 'moved', name: 'sea' });
  expect(await told()).toEqual([['folder-renamed', 'sea']]);
  expect(await told()).toEqual([]);
  answer = () => Promise.resolve({ state: 'gone' });
  expect(await told()).toEqual(['folder-missing']);
  answer = () => Promise.resolve({ state: 'same' });
  expect(await told()).toEqual([undefined]);
});

test('a folder that is back under its name is no longer missing, whatever a list said', async () => {
  answer = () => Promise.resolve({ state: 'moved', name: 'sea' });
  await bench.volume.rename('ocean', 'sea');
  await bench.api('projects');
  expect(await told()).toEqual([['folder-renamed', 'sea']]);
  await bench.volume.rename('sea', 'ocean');
  answer = () => Promise.resolve({ state: 'same' });
  expect((await told()).at(-1)).toBeUndefined();
});

test('of many servers a few are asked at once, and of users who hear of it', async () => {
  const { events, homes, records } = bench.services;
  for (let n = 0; n < 200; n += 1) {
    const user = n % 2 === 0 ? 'ada' : 'bob';
    const name = `s${String(n)}`;
    await records.servers.put({
      ...{ user, name, project: id, image: 'i', tokenHash: name },
      ...{ startedAt: new Date(0).toISOString(), leftAt: null }
    });
  }
  let most = 0;
  let now = 0;
  asked = [];
  answer = async () => {
    now += 1;
    most = Math.max(most, now);
    await Promise.resolve();
    now -= 1;
    return { state: 'same' };
  };
  await homes.look();
  expect(asked).toEqual([]);
  const end = events.subscribe('ada', () => undefined);
  await homes.look();
  end();
  expect(asked).toHaveLength(101);
  expect(most).toBeLessThanOrEqual(16);
});

test('a server that does not answer is not asked for ever, and nothing is said of it', async () => {
  answer = () => Promise.reject(new Failed('volume-unavailable', 'No agent.'));
  for (let look = 0; look < 5; look += 1) {
    expect(await told()).toEqual([]);
  }
  expect(asked).toHaveLength(3);
});

test('what is known of a home ends with its server', async () => {
  answer = () => Promise.resolve({ state: 'gone' });
  await told();
  expect(await bench.project(id)).toMatchObject({ warning: 'folder-missing' });
  bench.driver.exit({ user: 'ada', name: 'ocean' });
  expect(await bench.project(id)).not.toHaveProperty('warning');
  // The project's next server has no such warning.
  await bench.store.deleteFrom('servers').execute();
  await bench.services.homes.look();
  await opened();
  expect(await bench.project(id)).not.toHaveProperty('warning');
});

describe('a folder that was renamed under its server', () => {
  const follow = (renamedTo: string) =>
    bench.api(`projects/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ renamedTo })
    });
  const listed = async () => {
    const { projects } = (await (await bench.api('projects')).json()) as {
      projects: Project[];
    };
    return projects.map(project => [project.id, project.name]);
  };

  beforeEach(async () => {
    await bench.volume.rename('ocean', 'My sea');
    answer = () => {
      const last = asked.at(-1);
      return Promise.resolve(
        last === 'ocean My sea'
          ? { state: 'same' }
          : { state: 'moved', name: 'My sea' }
      );
    };
    await told();
  });

  test('is no folder of its own, and is followed when the user says so', async () => {
    expect(await listed()).toEqual([[id, 'ocean']]);

    const followed = (await (await follow('My sea')).json()) as Project;

    expect(followed).toMatchObject({ name: 'My sea', state: 'running' });
    expect(followed).not.toHaveProperty('warning');
    expect(await told()).toEqual([]);
    expect(await listed()).toEqual([[id, 'My sea']]);
  });

  test.each([
    ['another name', 'other', { state: 'moved', name: 'My sea' }],
    ['one that it had', 'My sea', { state: 'moved', name: 'elsewhere' }],
    ['one that is gone', 'My sea', { state: 'gone' }]
  ] as const)('is not followed to %s', async (_, name, home) => {
    answer = () => Promise.resolve(home);
    const refused = (await (await follow(name)).json()) as Problem;
    expect(refused.code).toBe('folder-missing');
    expect(await bench.project(id)).toMatchObject({ name: 'ocean' });
  });

  test('is not followed to a name that no project may have', async () => {
    answer = () => Promise.resolve({ state: 'moved', name: '.sea' });
    const refused = (await (await follow('.sea')).json()) as Problem;
    expect(refused.code).toBe('invalid-request');
    expect(await bench.project(id)).toMatchObject({ name: 'ocean' });
  });

  test('is followed beside a look that asked for its old name', async () => {
    const first = Promise.withResolvers<HomeState>();
    const asking = new Promise<void>(resolve => {
      answer = () => {
        resolve();
        return first.promise;
      };
    });
    const leave = bench.services.events.subscribe('ada', () => undefined);
    const looking = bench.services.homes.look();
    await asking;
    answer = () => Promise.resolve({ state: 'moved', name: 'My sea' });
    await follow('My sea');
    first.resolve({ state: 'moved', name: 'My sea' });
    await looking;
    leave();
    expect(await bench.project(id)).not.toHaveProperty('warning');
  });

  test('does not take the folder of another project', async () => {
    const other = await bench.built('ada/lake');
    answer = () => Promise.resolve({ state: 'moved', name: other.name });
    const refused = (await (await follow(other.name)).json()) as Problem;
    expect(refused.code).toBe('project-exists');
    expect(await bench.project(id)).toMatchObject({ name: 'ocean' });
  });
});
