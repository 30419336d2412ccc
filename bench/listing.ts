/** The browser's work for a page that lists many projects. */
import type { Page } from '@playwright/test';
import type { ProjectList } from 'jupyterlab-projects-companion/contract';
import { pause } from './api.ts';
import { openLab, showPanel, usable } from './pages.ts';
import { median, type Result } from './result.ts';
import { startSite } from './site.ts';

const FEW = 10;
const MANY = 300;
const ROUNDS = 5;
/** A person looks at the result after typing and after clearing. */
const READING_MS = 400;

/**
 * Measure the browser's work while a person types in the filter, clears it and
 * scrolls, with many projects and with few. Count its tasks over 50 ms: beyond
 * that, typing begins to feel slow.
 */
export async function listing(): Promise<Result[]> {
  const site = await startSite({});
  try {
    await site.git.create('one', { 'README.md': '# One\n' });
    const one = await site.project('one');
    await site.open(one);
    const page = await openLab(site, one);
    const work: Record<number, number[]> = { [FEW]: [], [MANY]: [] };
    let long = 0;
    for (let round = 0; round < ROUNDS; round++) {
      for (const count of [FEW, MANY]) {
        await showProjects(page, count);
        const { seconds, longTasks } = await use(page);
        work[count]?.push(seconds);
        long += count === MANY ? longTasks : 0;
      }
    }
    const [few = [], many = []] = [work[FEW], work[MANY]];
    return [
      {
        name: `filter and scroll ${String(MANY)} projects / ${String(FEW)}`,
        value: median(many) / median(few),
        measured: { [String(MANY)]: many, [String(FEW)]: few }
      },
      {
        name: `tasks over 50 ms while ${String(MANY)} projects are filtered and scrolled`,
        value: long,
        bound: 0,
        measured: { rounds: [ROUNDS] }
      }
    ];
  } finally {
    await site.close();
  }
}

/** Load the page with a list of `count` projects, most copies of the first. */
async function showProjects(page: Page, count: number): Promise<void> {
  const path = /\/api\/v1\/projects(?:\?|$)/;
  await page.unroute(path);
  await page.route(path, async route => {
    const response = await route.fetch();
    const list = (await response.json()) as ProjectList;
    const [first] = list.projects;
    const more = Array.from({ length: count - 1 }, (_, index) => ({
      ...first,
      id: `copy-${String(index)}`,
      name: `copy-${String(index)}`,
      // The filter finds a few by a word, not by digits: all sources have some.
      title: `${index % 10 ? 'Ocean' : 'Penguins'} ${String(index)}`,
      active: false
    }));
    await route.fulfill({
      response,
      json: { ...list, projects: [...list.projects, ...more] }
    });
  });
  await page.reload();
  await usable(page);
  await showPanel(page);
  await page.getByText('Penguins 0', { exact: true }).waitFor();
  // Lab focuses its launcher late, which would take the focus from the filter.
  await page.locator('.jp-Launcher:focus-within').waitFor();
}

async function use(
  page: Page
): Promise<{ seconds: number; longTasks: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const spent = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  };
  const filter = page.getByPlaceholder('Filter projects');
  const grid = page.getByRole('grid', { name: 'Projects' });
  await filter.click();
  await page.evaluate(watchLongTasks);
  const before = await spent();
  await page.keyboard.type('penguins', { delay: 80 });
  await pause(READING_MS);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await pause(READING_MS);
  await grid.hover();
  for (let turn = 0; turn < 20; turn++) {
    await page.mouse.wheel(0, turn < 10 ? 600 : -600);
    await page.evaluate(nextFrame);
  }
  const seconds = (await spent()) - before;
  const longTasks = await page.evaluate(
    () => (window as unknown as Watched).longTasks
  );
  await session.detach();
  return { seconds, longTasks };
}

interface Watched {
  longTasks: number;
}

function watchLongTasks(): void {
  const watched = window as unknown as Watched;
  watched.longTasks = 0;
  new PerformanceObserver(list => {
    watched.longTasks += list.getEntries().length;
  }).observe({ type: 'longtask' });
}

const nextFrame = () =>
  new Promise<void>(resolve => {
    requestAnimationFrame(() => {
      resolve();
    });
  });
