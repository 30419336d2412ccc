/** The browser's half: opens pages of Lab and waits until they are usable. */
import type { Page } from '@playwright/test';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { Site } from './site.ts';

/** Wait until the page runs a Lab that has restored its layout. */
export async function usable(page: Page): Promise<void> {
  await page.waitForFunction(() => 'jupyterapp' in window, undefined, {
    polling: 50,
    timeout: 120_000
  });
  await page.evaluate(async () => {
    await (window as unknown as LabWindow).jupyterapp.restored;
  });
}

/** Open the active project's Lab in a browser context of its own, signed in. */
export async function openLab(site: Site, project: Project): Promise<Page> {
  const context = await site.browser.newContext();
  const page = await context.newPage();
  const { origin, token } = site.companion;
  await page.goto(`${origin}/services/projects/?token=${token}`);
  await page.goto(`${origin}${(await site.find(project.id)).url ?? ''}`);
  await usable(page);
  return page;
}

/**
 * Click on a project's *Switch* in the panel and wait until its Lab is usable
 * in this tab; resolves to the seconds from the click on.
 */
export async function switchByClick(page: Page, to: Project): Promise<number> {
  const row = page.getByRole('row', { name: new RegExp(`^${to.title}\\.`) });
  const button = row.getByRole('button', { name: `Switch to ${to.title}` });
  // The time that a user takes to move the pointer is not measured.
  await row.hover();
  await button.hover();
  const start = performance.now();
  await button.click();
  await page.waitForURL(new RegExp(`/user/[^/]+/${to.slug}(-b)?/lab`), {
    timeout: 120_000,
    waitUntil: 'commit'
  });
  await usable(page);
  return (performance.now() - start) / 1000;
}

/**
 * Bring the Projects panel of this Lab to the front, by its command: a click on
 * the sidebar would close it where the layout has just opened it.
 */
export async function showPanel(page: Page): Promise<void> {
  const command = 'projects:show-panel';
  await page.waitForFunction(
    id => (window as unknown as LabWindow).jupyterapp.commands.hasCommand(id),
    command
  );
  await page.evaluate(async id => {
    await (window as unknown as LabWindow).jupyterapp.commands.execute(id);
  }, command);
  await page.getByRole('grid', { name: 'Projects' }).waitFor();
}

interface LabWindow {
  readonly jupyterapp: {
    readonly restored: Promise<unknown>;
    readonly commands: {
      hasCommand(id: string): boolean;
      execute(id: string): Promise<unknown>;
    };
  };
}
