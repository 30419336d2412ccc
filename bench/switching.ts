/** A cold switch against a start by hand, and a warm one against a cold one. */
import { join } from 'node:path';
import type { Project } from 'jupyterlab-projects-companion/contract';
import { startLab } from './by-hand.ts';
import { openLab, showPanel, switchByClick, usable } from './pages.ts';
import { median, type Result, seconds } from './result.ts';
import { startSite, type Site } from './site.ts';

const ROUNDS = 5;

/** Time click to usable Lab, against the same environment started by hand. */
export async function coldSwitch(): Promise<Result[]> {
  const site = await startSite({ keepWarm: 0 });
  try {
    const [one, two] = await twoProjects(site);
    const switches: number[] = [];
    const byHand: number[] = [];
    const page = await openLab(site, one);
    for (let round = 0; round < ROUNDS; round++) {
      const to = round % 2 ? one : two;
      await showPanel(page);
      switches.push(await switchByClick(page, to));
      await site.settled();
      byHand.push(await labByHand(site, to));
    }
    return [
      {
        name: 'cold switch, click to usable Lab / by hand',
        value: median(switches) / median(byHand),
        bound: 1.15,
        measured: { switch: switches, 'by hand': byHand }
      }
    ];
  } finally {
    await site.close();
  }
}

/** Time the way back to a warm project, against a cold switch to the other. */
export async function warmSwitch(): Promise<Result[]> {
  const site = await startSite({ keepWarm: 1 });
  try {
    const [one, two] = await twoProjects(site);
    const cold: number[] = [];
    const warm: number[] = [];
    const alone: number[] = [];
    const page = await openLab(site, one);
    for (let round = 0; round < ROUNDS; round++) {
      await showPanel(page);
      cold.push(await switchByClick(page, two));
      await site.settled();
      await showPanel(page);
      warm.push(await switchByClick(page, one));
      await site.settled();
      // Lab's own start in the page: no switch can be faster.
      alone.push(
        await seconds(async () => {
          await page.reload({ waitUntil: 'commit' });
          await usable(page);
        })
      );
      await site.post(`projects/${two.id}/stop`, {});
    }
    return [
      {
        name: 'back to a warm project / cold switch',
        value: median(warm) / median(cold),
        bound: 0.25,
        strict: true,
        measured: { warm, 'its page alone': alone, cold }
      }
    ];
  } finally {
    await site.close();
  }
}

async function twoProjects(site: Site): Promise<[Project, Project]> {
  await site.git.create('one', { 'README.md': '# One\n' });
  await site.git.create('two', { 'README.md': '# Two\n' });
  const one = await site.project('one');
  const two = await site.project('two');
  await site.open(two);
  await site.open(one);
  return [one, two];
}

/** Time Lab, its first kernel and its page without our product; then end it. */
async function labByHand(site: Site, project: Project): Promise<number> {
  const { data } = site.companion;
  const context = await site.browser.newContext();
  const page = await context.newPage();
  const start = performance.now();
  const lab = await startLab(
    join(data, 'environments', project.image?.id ?? ''),
    join(data, 'projects', project.name)
  );
  await page.goto(lab.url, { waitUntil: 'commit' });
  await usable(page);
  const taken = (performance.now() - start) / 1000;
  await context.close();
  await lab.stop();
  return taken;
}
