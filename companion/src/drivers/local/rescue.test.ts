import { LocalSite, quietly, TOOL } from '../../testing/local-site.ts';

let site: LocalSite;
beforeEach(async () => {
  site = await LocalSite.create();
});
afterEach(() => site.dispose());

test('a rescue server is the tool environment, and shows all folders', async () => {
  const driver = site.driver({ tool: TOOL });
  const server = { user: 'ada', name: 'rescue' };
  const plan = site.plan(driver.rescueImage!, {
    ...{ server, project: 'rescue', slug: 'rescue', folder: null }
  });

  const { path } = await driver.start(plan, quietly());

  const { target, token } = (await driver.endpoint(server))!;
  const answer = await fetch(`${target}${path}api/contents/`, {
    headers: { authorization: `token ${token}` }
  });
  expect(await answer.json()).toMatchObject({
    content: [{ name: 'penguins', type: 'directory' }]
  });
});
