/** The thread through everything on a cluster, as a person follows it. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type {
  Project,
  ProjectList
} from 'jupyterlab-projects-companion/contract';
import { SERVICE, USERS } from '../../tests/cluster/deployment.ts';
import { writeEvidence } from '../../tests/cluster/evidence.ts';
import { ProjectsPanel } from '../support/projects-panel.ts';
import { DeployedSite } from './deployed-site.ts';

let site: DeployedSite;

test.beforeAll(async () => {
  test.setTimeout(900_000);
  site = await DeployedSite.open();
});

test.afterEach(async ({}, testInfo) => {
  if (testInfo.status !== testInfo.expectedStatus) {
    await writeEvidence(testInfo.outputPath('cluster'), [SERVICE, USERS]);
  }
});

test.afterAll(async () => {
  await (site as DeployedSite | undefined)?.close();
});

const README = { 'README.md': '# A repository\n' };

async function projects(): Promise<Project[]> {
  const response = await fetch(
    `${site.origin}/services/projects/api/v1/projects`,
    {
      headers: { authorization: `token ${site.token}` }
    }
  );
  return ((await response.json()) as ProjectList).projects;
}

/** Wait for the Lab of a project, and press what is asked meanwhile. */
async function arrived(
  page: Page,
  slug: string,
  ...also: string[]
): Promise<ProjectsPanel> {
  const panel = new ProjectsPanel(page);
  // The page asks before it moves to a server that took long to start.
  const asked = ['Move now', ...also].map(name => panel.button(name).first());
  await expect(async () => {
    for (const button of asked) {
      if (await button.isVisible()) {
        await button.click();
      }
    }
    expect(page.url()).toMatch(new RegExp(`/user/ada/${slug}(-b)?/lab`));
  }).toPass({ timeout: 240_000 });
  await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
  await expect(page.locator('.jp-DirListing')).toBeAttached({
    timeout: 90_000
  });
  return panel;
}

async function openPanel(page: Page): Promise<ProjectsPanel> {
  const panel = new ProjectsPanel(page);
  if (!(await panel.region.isVisible())) {
    await page
      .getByRole('tablist', { name: /main sidebar/i })
      .getByRole('tab', { name: 'Projects' })
      .click();
  }
  await expect(panel.region).toBeVisible();
  return panel;
}

async function openFile(page: Page, name: string): Promise<void> {
  // A click on its tab would close a file browser that is open.
  if (!(await page.locator('.jp-DirListing').isVisible())) {
    await page
      .getByRole('tablist', { name: /main sidebar/i })
      .getByRole('tab', { name: /File Browser/ })
      .click();
  }
  await page
    .locator('.jp-DirListing-item')
    .filter({ hasText: name })
    .dblclick();
}

test('build, work, switch, come back; nothing is lost on the way', async ({
  page
}) => {
  const ocean = await site.repository('ocean', 'ocean', README);
  const penguins = await site.repository('penguins', 'penguins', README);
  const broken = await site.repository('broken', 'broken', README);

  await test.step('a repository is built and opened from the home page', async () => {
    await page.goto(`${site.origin}/services/projects/?token=${site.token}`);
    const home = new ProjectsPanel(page);
    await expect(page.getByText('No projects yet')).toBeVisible();
    await home.preview(ocean);
    await home.button('Create and switch').click();
    await arrived(page, 'ocean');
  });

  await test.step('a notebook is edited and saved', async () => {
    await openFile(page, 'first.ipynb');
    const cell = page
      .locator('.jp-NotebookPanel:visible .jp-Cell .cm-content')
      .first();
    await cell.click();
    await cell.press('Control+Home');
    await page.keyboard.type('# kept on the volume\n');
    await page.keyboard.press('Control+s');
    await expect(page.locator('.jp-NotebookPanel:visible')).toContainText(
      'kept on the volume'
    );
  });

  await test.step('a second project of another image is opened', async () => {
    const panel = await openPanel(page);
    await panel.preview(penguins);
    await panel.button('Create and switch').click();
    await arrived(page, 'penguins');
    const running = (await projects()).filter(
      ({ state }) => state === 'running'
    );
    expect(running.map(({ slug }) => slug)).toContain('penguins');
  });

  await test.step('an image that does not start leaves one where one was', async () => {
    const panel = await openPanel(page);
    await panel.preview(broken);
    await panel.button('Create and switch').click();
    await expect(
      page.getByText('You are still in penguins.', { exact: false }).first()
    ).toBeVisible({ timeout: 180_000 });
    await expect(
      page
        .getByText('JupyterLab stopped with exit code 1', { exact: false })
        .first()
    ).toBeVisible();
    await panel.button('Stay').first().click();
    expect(page.url()).toMatch(/\/user\/ada\/penguins(-b)?\/lab/);
  });

  await test.step('the companion is deleted in the middle of the way back', async () => {
    const panel = await openPanel(page);
    await panel.back();
    await panel.press('Switch to', 'ocean');
    await expect(page.getByText('Starting the server').first()).toBeVisible();
    await site.cluster.kubectl([
      ...['-n', 'projects', 'delete', 'pod', '--wait=false'],
      ...['-l', 'app.kubernetes.io/name=projects-companion']
    ]);
    // The switch is undone or goes on when the companion is back; a person who
    // is still where they were asks once more.
    await arrived(page, 'ocean', 'Try again');
  });

  await test.step('everything is there', async () => {
    await expect(page.locator('.jp-NotebookPanel')).toContainText(
      'kept on the volume',
      { timeout: 60_000 }
    );
  });
});
