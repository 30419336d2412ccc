/** Events of projects ask neither volume, platform nor registry. */
import { Failed } from '../base/errors.ts';
import { SiteBench } from '../testing/site-bench.ts';
import type {
  Project,
  ProjectList,
  ServerEvent
} from '../contract/contract.ts';

let bench: SiteBench;
beforeEach(async () => {
  bench = await SiteBench.open();
});
afterEach(() => bench.close());

const never = () => new Promise<never>(() => undefined);

/** Waits for the next event of a project for which `is` holds. */
function told(id: string, is: (project: Project) => boolean): Promise<Project> {
  return new Promise(resolve => {
    const end = bench.services.events.subscribe('ada', (event: ServerEvent) => {
      if (event.event !== 'project') {
        return;
      }
      const project = event.data;
      if (project.id === id && is(project)) {
        end();
        resolve(project);
      }
    });
  });
}

test('how far a build is, while nothing else answers', async () => {
  const { id } = await bench.built('ada/ocean');
  await bench.api('projects');
  const held = Promise.withResolvers<undefined>();
  bench.builder.building = async (_order, report) => {
    report.phase('building', 'installing packages');
    await held.promise;
  };
  await bench.services.projectBuilds.rebuild(
    'ada',
    id,
    {},
    AbortSignal.any([])
  );
  bench.volume.list = never;
  bench.volume.find = never;
  bench.driver.list = never;
  bench.builder.available = never;

  const project = await told(
    id,
    ({ build }) => build?.detail === 'installing packages'
  );
  expect(project).toMatchObject({ state: 'building' });
  expect(project.warning).toBeUndefined();
  expect(project.images).toHaveLength(1);
  held.resolve(undefined);
});

test('a folder that is deleted in a terminal, at the next look', async () => {
  const { id } = await bench.built('ada/ocean');
  await bench.api('projects');
  bench.volume.folders.delete('ocean');
  const news = told(id, ({ warning }) => warning !== undefined);

  await bench.services.volumes.of('ada').list();

  expect(await news).toMatchObject({ warning: 'folder-missing' });
});

const unavailable = () =>
  Promise.reject(new Failed('volume-unavailable', 'No pod runs.'));

test('a volume that cannot be asked hides no project', async () => {
  const { id } = await bench.built('ada/ocean');
  bench.volume.list = unavailable;
  bench.volume.find = unavailable;
  bench.volume.usage = unavailable;

  const answer = await bench.api('projects');
  const { projects, usage } = (await answer.json()) as ProjectList;

  expect(projects).toMatchObject([{ id, warning: 'volume-unavailable' }]);
  expect(usage).toMatchObject({ bytes: null, capacity: null });
  expect(await bench.project(id)).toMatchObject({
    state: 'stopped',
    warning: 'volume-unavailable'
  });
});
