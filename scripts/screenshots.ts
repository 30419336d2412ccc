/**
 * Pictures of every state a person can see, from the real thing:
 * `node scripts/screenshots.ts FOLDER [light|dark]`. `docs/images` has some.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { startGitServer } from '../companion/src/testing/git-server.ts';
import { startCompanion } from '../ui-tests/support/companion.ts';
import { ProjectsPanel } from '../ui-tests/support/projects-panel.ts';
import { findChromium } from './chromium.ts';
import { makeRepositories } from './screenshot-repositories.ts';

const [folder = 'docs/images', theme = 'light'] = process.argv.slice(2);
interface LabWindow {
  readonly jupyterapp: {
    readonly restored: Promise<unknown>;
    readonly commands: {
      execute(id: string, args: object): Promise<unknown>;
    };
  };
}

const DESK = { width: 1200, height: 760 };
const PHONE = { width: 420, height: 760 };

await mkdir(folder, { recursive: true });
const gates = await mkdtemp(join(tmpdir(), 'screenshots-'));
const gate = { build: join(gates, 'build'), server: join(gates, 'server') };
const git = await startGitServer();
const companion = await startCompanion({ allowSource: [`${git.url}/`] });
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
});
try {
  await makeRepositories(git, gate);
  const context = await browser.newContext({
    viewport: DESK,
    colorScheme: theme === 'dark' ? 'dark' : 'light'
  });
  const page = await context.newPage();
  page.on('console', message => {
    if (message.type() === 'error') {
      console.error(`console: ${message.text()}`);
    }
  });
  await homePage(page);
  await labPage(page, context);
} finally {
  await writeFile(gate.build, '');
  await writeFile(gate.server, '');
  await browser.close();
  await companion.stop();
  await git.close();
  await rm(gates, { recursive: true });
}

async function homePage(page: Page): Promise<void> {
  const panel = new ProjectsPanel(page);
  await page.goto(
    `${companion.origin}/services/projects/?token=${companion.token}`
  );
  await page.getByText('No projects yet').waitFor();
  await shoot(page, 'home-empty');
  await panel.preview(`${git.url}/penguins`);
  await shoot(page, 'home-preview');
  await narrow(page, 'home-preview-narrow');
  await panel.button('Create and switch').click();
  await page.waitForURL(/\/lab/, { timeout: 180_000 });
}

async function labPage(page: Page, context: BrowserContext): Promise<void> {
  await restored(page);
  if (theme === 'dark') {
    await page.evaluate(async () => {
      const { commands } = (window as unknown as LabWindow).jupyterapp;
      const theme = 'JupyterLab Dark';
      await commands.execute('apputils:change-theme', { theme });
    });
  }
  await page.getByRole('tab', { name: 'Projects' }).click();
  const panel = new ProjectsPanel(page);
  await panel.grid.waitFor();
  await shoot(page, 'lab-first');
  for (const name of ['islp-labs', 'galaxy-zoo-notebooks', 'ocean-heat']) {
    await create(panel, name);
    await ended(panel);
    await panel.back();
  }
  await panel.write('owner/re po');
  await panel.source.press('Enter');
  await panel.form.getByText('Not a repository link yet').waitFor();
  await shoot(page, 'lab-create-error');
  await panel.preview(`${git.url}/ocean-heat`);
  await shoot(page, 'lab-create-exists');
  await panel.source.fill('');
  await create(panel, 'survey-2026');
  await ended(panel);
  await shoot(page, 'lab-build-failed');
  await panel.back();
  await create(panel, 'climate-indices');
  await panel.log.getByText('Waiting at the gate').waitFor();
  await shoot(page, 'lab-building');
  await panel.back();
  await panel.row('ocean-heat').click();
  await shoot(page, 'lab-list');
  const menu = await panel.menu('ocean-heat');
  await menu.first().waitFor();
  await shoot(page, 'lab-menu');
  await page.keyboard.press('Escape');
  await writeFile(gate.build, '');
  for (const name of ['slow-start', 'broken-start']) {
    await create(panel, name);
    await ended(panel);
    await panel.back();
  }
  await panel.press('Switch to', 'broken-start');
  await panel.dialog('broken-start did not start').waitFor({ timeout: 60_000 });
  await shoot(page, 'lab-switch-failed');
  await page.keyboard.press('Escape');
  await panel.press('Switch to', 'slow-start');
  await panel.dialog(/Switching to/).waitFor();
  await shoot(page, 'lab-switching');
  await panel.button('Keep working').click();
  await shoot(page, 'lab-switch-strip');
  await panel.region.getByRole('button', { name: 'Show' }).first().click();
  await panel.button('Cancel').click();
  const home = await context.newPage();
  await home.goto(`${companion.origin}/services/projects/`);
  await new ProjectsPanel(home).grid.waitFor();
  await shoot(home, 'home-list');
  await narrow(home, 'home-list-narrow');
  await writeFile(gate.server, '');
  await volumeViews(panel, page);
  await context.setOffline(true);
  await panel.region
    .getByText(/offline/i)
    .first()
    .waitFor({ timeout: 60_000 });
  await shoot(page, 'lab-offline');
  await context.setOffline(false);
  // Lab's own dialog about the lost network stays until the page is reloaded.
  await page.reload();
  await restored(page);
  await panel.grid.waitFor();
  await ends(panel, page);
}

/** Shoot a server that ends by itself, then the service that is stopped. */
async function ends(panel: ProjectsPanel, page: Page): Promise<void> {
  const server = /\/user\/[^/]+\/([^/]+)\//.exec(page.url())?.[1] ?? '';
  await companion.killServer(server);
  const dialog = page.getByRole('dialog');
  const ended = dialog.filter({ hasText: 'has ended' });
  await ended.waitFor({ timeout: 60_000 });
  await shoot(page, 'lab-server-ended');
  await page.getByRole('button', { name: 'Read on' }).click();
  await panel.region.getByText('Ended by itself').first().waitFor();
  await shoot(page, 'lab-server-ended-row');
  await companion.interrupt();
  const stopped = dialog.filter({ hasText: 'Projects was stopped' });
  await stopped.waitFor({ timeout: 60_000 });
  await shoot(page, 'lab-service-stopped');
}

/** Shoot what is deleted, what is gone, and files outside projects. */
async function volumeViews(panel: ProjectsPanel, page: Page): Promise<void> {
  const menu = await panel.menu('islp-labs');
  await menu.getByText('Move to trash', { exact: true }).click();
  await page
    .getByText(/islp-labs.*trash/)
    .first()
    .waitFor();
  await shoot(page, 'lab-trashed');
  const projects = join(companion.data, 'projects');
  await rm(join(projects, 'galaxy-zoo-notebooks'), { recursive: true });
  await writeFile(join(projects, 'thesis.md'), 'Written before projects.');
  await page.reload();
  await restored(page);
  await panel.grid.waitFor();
  await page
    .getByText(/outside projects/)
    .first()
    .waitFor();
  await panel.row('galaxy-zoo-notebooks').click();
  await shoot(page, 'lab-folder-gone');
  await panel.region.getByRole('button', { name: 'Move' }).first().click();
  await shoot(page, 'lab-outside');
  await panel.back();
  await panel.button('More actions for projects').click();
  await page.getByRole('menuitem', { name: 'Trash' }).click();
  await page.getByText('islp-labs').first().waitFor();
  await shoot(page, 'lab-trash');
  await panel.back();
}

async function create(panel: ProjectsPanel, name: string): Promise<void> {
  await panel.preview(`${git.url}/${name}`);
  await panel.button('Create').click();
  await panel.log.waitFor();
}

/** Wait until the build on screen has ended, one way or the other. */
async function ended(panel: ProjectsPanel): Promise<void> {
  await panel
    .button('Cancel build')
    .waitFor({ state: 'detached', timeout: 180_000 });
}

async function restored(page: Page): Promise<void> {
  await page.waitForFunction(() => 'jupyterapp' in window);
  await page.evaluate(async () => {
    await (window as unknown as LabWindow).jupyterapp.restored;
  });
  await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
}

async function narrow(page: Page, name: string): Promise<void> {
  await page.setViewportSize(PHONE);
  await shoot(page, name);
  await page.setViewportSize(DESK);
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
  console.log(`${name}-${theme}.png`);
}
