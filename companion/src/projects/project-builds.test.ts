import { Failed } from '../base/errors.ts';
import { SiteBench } from '../testing/site-bench.ts';

let bench: SiteBench;
beforeEach(async () => {
  bench = await SiteBench.open();
});
afterEach(() => bench.close());

test('what cannot be built is refused before a project is made of it', async () => {
  bench.builder.inspect = () =>
    Promise.reject(
      new Failed(
        'unsupported-environment',
        'environment.yml is not built here.'
      )
    );
  const answer = await bench.post('projects', { source: 'ada/ocean' });

  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    code: 'unsupported-environment'
  });
  expect(await (await bench.api('projects')).json()).toMatchObject({
    projects: []
  });
});
