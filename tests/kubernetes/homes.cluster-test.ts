/** Folders that change under their server: rows 19 and 20 of the faults. */
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../../companion/src/contract.ts';
import { claimFolder } from './claim-files.ts';
import { CompanionBench } from './companion-bench.ts';
import { USER } from './places.ts';
import { quickImage } from './quick-image.ts';
import { toldProjects } from './told-projects.ts';

/** What a user may go on in a folder that is not there. */
const TOLD_MS = 30_000;

let bench: CompanionBench;
let root: string;

beforeAll(async () => {
  bench = await CompanionBench.open(async cluster => ({
    projects: { alpha: [await quickImage(cluster)] }
  }));
  await bench.start();
  await bench.switchTo('alpha');
  const { cluster, namespace } = bench;
  root = await claimFolder(cluster, namespace, `projects-${USER}`);
}, 300_000);

afterAll(async () => {
  await bench.close();
});

/** The first that pages are told of `alpha` after that was done to its folder. */
async function toldOf(change: () => void): Promise<Project> {
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, AbortSignal.timeout(TOLD_MS)]);
  try {
    const all = await toldProjects(bench, signal);
    change();
    const { value } = (await all.next()) as { value: Project };
    return value;
  } finally {
    over.abort();
  }
}

test('a folder that is renamed in a terminal is told with its new name', async () => {
  const alpha = join(root, 'alpha');
  const moved = join(root, 'moved');
  const there = await toldOf(() => {
    renameSync(alpha, moved);
  });
  expect(there).toMatchObject({
    id: 'alpha',
    warning: 'folder-renamed',
    renamedTo: 'moved'
  });
  const back = await toldOf(() => {
    renameSync(moved, alpha);
  });
  expect(back).toMatchObject({ id: 'alpha', state: 'running' });
  expect(back).not.toHaveProperty('warning');
}, 90_000);

test('a folder that is deleted in a terminal is told, and not made again', async () => {
  const told = await toldOf(() => {
    rmSync(join(root, 'alpha'), { recursive: true });
  });
  expect(told).toMatchObject({ id: 'alpha', warning: 'folder-missing' });
  expect(readdirSync(root)).not.toContain('alpha');
}, 60_000);
