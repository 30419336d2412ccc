import { Failed } from '../base/errors.ts';
import { SiteBench } from '../testing/site-bench.ts';
import type { ProjectList } from '../contract/contract.ts';

let bench: SiteBench;
beforeEach(async () => {
  bench = await SiteBench.open();
});
afterEach(() => bench.close());

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
