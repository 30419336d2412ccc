/** A tab with JupyterLab, driven by Galata's helpers, and the panel in it. */
import { expect, type Locator, type Page } from '@playwright/test';
import { JupyterLabPage } from '@jupyterlab/galata';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { Companion } from './companion.ts';
import { ProjectsPanel } from './projects-panel.ts';

export class Lab {
  readonly page: Page;
  readonly panel: ProjectsPanel;
  readonly helpers: JupyterLabPage;

  constructor(page: Page, companion: Companion) {
    this.page = page;
    this.panel = new ProjectsPanel(page);
    this.helpers = new JupyterLabPage(page, companion.origin, () =>
      this.restored()
    );
  }

  /** Open the Lab of a project that is active. */
  async open(companion: Companion, project: Project): Promise<void> {
    await this.page.goto(companion.origin + String(project.url));
    await this.restored();
  }

  /**
   * Wait until keys go where the focus was put: Lab gives its launcher the
   * focus once, some time after it has restored.
   */
  async takesKeys(): Promise<void> {
    await expect(this.page.locator('.jp-Launcher')).toBeFocused();
  }

  /** Wait until the tab is at a server of the project, and can be used. */
  async arrived(project: { slug: string }): Promise<void> {
    const server = new RegExp(`/user/[^/]+/${project.slug}(-b)?/lab`);
    const now = this.panel.button('Move now').first();
    // The page moves by itself unless the switch took long or a key was hit.
    await expect(async () => {
      if (await now.isVisible()) {
        await now.click();
      }
      expect(this.page.url()).toMatch(server);
    }).toPass({ timeout: 120_000 });
    await this.restored();
  }

  async restored(): Promise<void> {
    // An evaluation ends with an error when the page is left meanwhile.
    const isRestored = () =>
      this.page
        .evaluate(async () => {
          const { jupyterapp, galata } = window as unknown as LabWindow;
          await jupyterapp?.restored;
          // The first look at `app` keeps the application for some helpers.
          return Boolean(jupyterapp && galata?.app);
        })
        .catch(() => false);
    await expect.poll(isRestored, { timeout: 90_000 }).toBe(true);
    await this.page
      .locator('#jupyterlab-splash')
      .waitFor({ state: 'detached' });
  }

  async openPanel(): Promise<ProjectsPanel> {
    if (!(await this.panel.region.isVisible())) {
      await this.page
        .getByRole('tablist', { name: 'main sidebar' })
        .or(this.page.getByRole('tablist', { name: 'Main Sidebar' }))
        .getByRole('tab', { name: 'Projects' })
        .click();
    }
    await expect(this.panel.region).toBeVisible();
    return this.panel;
  }

  async switchTo(project: { title: string; slug: string }): Promise<void> {
    const panel = await this.openPanel();
    await panel.press('Switch to', project.title);
    await this.arrived(project);
  }

  /** Find a file or folder in the file browser. */
  listed(name: string): Locator {
    return this.page
      .getByRole('region', { name: 'File Browser Section' })
      .getByRole('listitem', { name: `Name: ${name}` });
  }

  /**
   * Open a file of the project's folder by a double click on it, and wait until
   * it is read: its editor stands under the spinner before, takes keys, and
   * loses them to the text that comes.
   */
  async openFile(name: string): Promise<void> {
    await this.helpers.sidebar.openTab('filebrowser');
    expect(await this.helpers.filebrowser.open(name)).toBe(true);
    await expect(
      this.page.locator('.jp-MainAreaWidget:visible > .jp-Spinner')
    ).toHaveCount(0);
  }

  /** Open a text file and type at its start. */
  async type(name: string, text: string): Promise<void> {
    await this.openFile(name);
    const editor = this.page.locator('.jp-FileEditor:visible .cm-content');
    await editor.press('Control+Home');
    await editor.pressSequentially(text);
  }

  /** Run a cell of the notebook in front and return where its output is. */
  async run(cell: number): Promise<Locator> {
    await this.helpers.notebook.runCell(cell, true);
    return this.page
      .locator('.jp-NotebookPanel:visible .jp-CodeCell')
      .nth(cell)
      .locator('.jp-Cell-outputArea');
  }

  /** Find the names of the open documents, from left to right. */
  tabs(): Locator {
    return this.page
      .getByRole('main')
      .getByRole('tab')
      .filter({ hasNotText: 'Launcher' });
  }
}

/** Objects that Galata's extension and `expose_app_in_browser` make. */
interface LabWindow {
  readonly jupyterapp?: { readonly restored: Promise<void> };
  readonly galata?: { readonly app: object };
}
