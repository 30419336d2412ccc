/** Folders that change under their server: rows 19 and 20 of the faults. */
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from '../../companion/src/contract/contract.ts';
import { claimFolder } from './claim-files.ts';
import { CompanionBench } from './companion-bench.ts';
import { USER } from './places.ts';
import { quickImage } from './quick-image.ts';
import { toldProjects } from './told-projects.ts';

/** The longest that a user may go on in a folder that is not there. */
const TOLD_MS = 30_000;

let bench: CompanionBench;
let root: string;

beforeAll(async () => {
  bench = await CompanionBench.open(async cluster => {
    const quick = await quickImage(cluster);
    return { projects: { alpha: [quick], beta: [quick] } };
  });
  await bench.start();
  await bench.moveTo('alpha');
  const { cluster, namespace } = bench;
  root = await claimFolder(cluster, namespace, `projects-${USER}`);
}, 300_000);

afterAll(async () => {
  await bench.close();
});

/**
 * Make a change, and wait until pages are told of `alpha` that `wrong` is its
 * warning. A folder that is gone from the list may first be told as missing,
 * before its server has been asked.
 */
async function toldOf(
  wrong: string | undefined,
  change: () => void
): Promise<Project> {
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, AbortSignal.timeout(TOLD_MS)]);
  try {
    const all = await toldProjects(bench, signal);
    const before = await bench.projects();
    const { warning } = before.find(({ id }) => id === 'alpha') ?? {};
    expect(warning).not.toBe(wrong);
    change();
    for await (const told of all) {
      if (told.id === 'alpha' && told.warning === wrong) {
        return told;
      }
    }
    throw new Error('Nothing was told.');
  } finally {
    over.abort();
  }
}

test('a folder that is renamed in a terminal is told with its new name', async () => {
  const alpha = join(root, 'alpha');
  const moved = join(root, 'moved');
  const there = await toldOf('folder-renamed', () => {
    renameSync(alpha, moved);
  });
  expect(there).toMatchObject({
    id: 'alpha',
    warning: 'folder-renamed',
    renamedTo: 'moved'
  });
  const back = await toldOf(undefined, () => {
    renameSync(moved, alpha);
  });
  expect(back).toMatchObject({ id: 'alpha', state: 'running' });
  expect(back).not.toHaveProperty('warning');
}, 90_000);

test('a folder that was renamed is the project’s when the user says so', async () => {
  const sea = join(root, 'My sea');
  const told = await toldOf('folder-renamed', () => {
    renameSync(join(root, 'alpha'), sea);
  });
  expect(told.renamedTo).toBe('My sea');

  const answer = await bench.api('projects/alpha', {
    method: 'PATCH',
    body: JSON.stringify({ renamedTo: 'My sea' })
  });

  const followed = Project.parse(await answer.json());
  expect(followed).toMatchObject({ name: 'My sea', state: 'running' });
  expect(followed).not.toHaveProperty('warning');
  const listed = (await bench.projects()).map(({ id, name }) => [id, name]);
  expect(listed).toEqual([
    ['alpha', 'My sea'],
    ['beta', 'beta']
  ]);
  // It is the home of the project's next server, too.
  await bench.moveTo('beta');
  await bench.moveTo('alpha');
  expect(readdirSync(root)).not.toContain('alpha');
}, 120_000);

test('a folder that is deleted in a terminal is told, and not made again', async () => {
  const told = await toldOf('folder-missing', () => {
    rmSync(join(root, 'My sea'), { recursive: true });
  });
  expect(told).toMatchObject({ id: 'alpha', warning: 'folder-missing' });
  expect(readdirSync(root)).not.toContain('My sea');
}, 60_000);
