/** Servers as pods, from the first start on. */
import { noted, openPlaces, USER } from './places.ts';
import type { Places } from './places.ts';
import type { ProjectPlan } from '../../companion/src/drivers/launch-plan.ts';

let places: Places;

beforeAll(async () => {
  places = await openPlaces();
}, 300_000);

afterAll(async () => {
  await places.close();
});

async function opened(plan: ProjectPlan): Promise<void> {
  if (plan.seed) {
    await places.driver.fill?.(plan, noted());
  }
  await places.driver.start(plan, noted());
}

async function contents(plan: ProjectPlan, path: string): Promise<Response> {
  const endpoint = await places.driver.endpoint(plan.server);
  return fetch(
    `${endpoint?.target ?? ''}/user/${USER}/${plan.server.name}/${path}`,
    { headers: { authorization: `token ${endpoint?.token ?? ''}` } }
  );
}

test('a new project is filled from its image, started and stopped', async () => {
  const plan = places.plan({ image: await places.cluster.image('ocean') });
  await opened(plan);
  const response = await contents(plan, 'api/contents/');
  expect(response.status).toBe(200);
  expect(await places.driver.list(USER)).toMatchObject([
    { name: 'ocean', project: plan.project, image: plan.image }
  ]);
  const folders = await places.volumes.of(USER).list();
  expect(folders.map(({ name }) => name)).toEqual(['ocean']);
  await places.driver.stop(plan.server);
  expect(await places.driver.list(USER)).toEqual([]);
  expect(await places.driver.endpoint(plan.server)).toBeUndefined();
}, 180_000);
