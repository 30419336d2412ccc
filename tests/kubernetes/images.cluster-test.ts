/** Images as people bring them: each starts, or a sentence says why not. */
import type { ProjectPlan } from '../../companion/src/drivers/launch-plan.ts';
import type { ImageName } from '../cluster/images.ts';
import { noted, openPlaces, USER } from './places.ts';
import type { Places } from './places.ts';

let places: Places;

beforeAll(async () => {
  places = await openPlaces();
}, 300_000);

afterAll(async () => {
  await places.close();
});

let count = 0;
async function planOf(name: ImageName): Promise<ProjectPlan> {
  count += 1;
  const slug = `p${String(count)}`;
  return places.plan({
    image: await places.cluster.image(name),
    server: { user: USER, name: slug },
    slug,
    folder: slug,
    newVolume: count === 1
  });
}

async function open(plan: ProjectPlan): Promise<void> {
  await places.driver.fill?.(plan, noted());
  await places.driver.start(plan, noted());
}

async function ask(plan: ProjectPlan, path: string): Promise<Response> {
  const endpoint = await places.driver.endpoint(plan.server);
  return await fetch(
    `${endpoint?.target ?? ''}/user/${USER}/${plan.server.name}/${path}`,
    { headers: { authorization: `token ${endpoint?.token ?? ''}` } }
  );
}

async function files(plan: ProjectPlan): Promise<string[]> {
  const listing: unknown = await (await ask(plan, 'api/contents/')).json();
  return (listing as { content: { name: string }[] }).content
    .map(({ name }) => name)
    .toSorted();
}

const REPOSITORY = ['README.md', 'data', 'first.ipynb'];

test.each<[ImageName, string[]]>([
  ['base', REPOSITORY],
  ['lab40', REPOSITORY],
  ['lab42', REPOSITORY],
  ['root-user', REPOSITORY],
  ['other-user', REPOSITORY],
  ['home-only', REPOSITORY],
  ['without-shell', REPOSITORY],
  ['own-extension', REPOSITORY],
  ['hostile', REPOSITORY]
])(
  '%s starts with its repository in the folder and the panel in its Lab',
  async (name, expected) => {
    const plan = await planOf(name);
    await open(plan);
    expect(await files(plan)).toEqual(expected);
    await places.driver.stop(plan.server);
  },
  240_000
);

test.each<ImageName>(['own-extension', 'own-path'])(
  'an older copy of the panel in %s gives way to ours',
  async name => {
    const plan = await planOf(name);
    await open(plan);
    const page = await (await ask(plan, 'lab')).text();
    // The copy's file has no hash in its name.
    expect(page).toMatch(/static\/remoteEntry\.[0-9a-f]+\.js/);
    expect(page).not.toContain('static/remoteEntry.js');
    await places.driver.stop(plan.server);
  },
  240_000
);

test.each<[ImageName, string]>([
  ['no-jupyter', 'The image has no Jupyter.'],
  ['no-shell', 'The image has no Jupyter.'],
  ['broken', 'JupyterLab stopped with exit code 1: ImportError']
])(
  '%s does not start, and a sentence says why: %s',
  async (name, sentence) => {
    const plan = await planOf(name);
    await expect(open(plan)).rejects.toThrow(sentence);
    expect(await places.driver.list(USER)).toEqual([]);
  },
  240_000
);

test('a hostile image has touched nothing but its own new folder', async () => {
  const folders = await places.volumes.of(USER).list();
  const names = folders.map(({ name }) => name);
  expect(names).not.toContain('TRAPPED');
});
