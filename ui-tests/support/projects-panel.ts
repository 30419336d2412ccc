/** The panel as people see it, in Lab's sidebar and on the home page. */
import { expect, type Locator, type Page } from '@playwright/test';
import { OutsideView } from './outside-view.ts';
import { TrashView } from './trash-view.ts';

export class ProjectsPanel {
  readonly page: Page;
  readonly region: Locator;
  readonly grid: Locator;
  /** The form of a new project, and its fields. */
  readonly form: Locator;
  readonly source: Locator;
  readonly name: Locator;
  readonly ref: Locator;
  readonly log: Locator;
  readonly trash: TrashView;
  readonly outside: OutsideView;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole('region', { name: 'Projects', exact: true });
    this.grid = page.getByRole('grid', { name: 'Projects' });
    this.form = page.getByRole('form', { name: 'New project' });
    this.source = this.form.getByLabel('Repository or link');
    this.name = this.form.getByLabel('Name', { exact: true });
    this.ref = this.form.getByLabel('Branch, tag or commit');
    this.log = page.getByRole('region', { name: 'Build log' });
    this.trash = new TrashView(page);
    this.outside = new OutsideView(page);
  }

  row(title: string): Locator {
    return this.grid
      .getByRole('row')
      .filter({ has: this.page.getByText(title, { exact: true }) });
  }

  /** Press a row's own button, which shows on hover only. */
  async press(
    verb: 'Switch to' | 'Open' | 'Show the build of',
    title: string
  ): Promise<void> {
    await this.row(title).hover();
    await this.row(title)
      .getByRole('button', { name: `${verb} ${title}`, exact: true })
      .click();
  }

  async menu(title: string): Promise<Locator> {
    await this.row(title)
      .getByRole('button', { name: `More actions for ${title}` })
      .click();
    return this.page.getByRole('menu');
  }

  /** Choose from the menu of a project. */
  async choose(title: string, action: string): Promise<void> {
    const menu = await this.menu(title);
    await menu.getByRole('menuitem', { name: action, exact: true }).click();
  }

  async openTrash(): Promise<TrashView> {
    await this.button('More actions for projects').click();
    await this.page
      .getByRole('menu')
      .getByRole('menuitem', { name: 'Trash', exact: true })
      .click();
    return this.trash;
  }

  /** Undo an action once the page has said that it was done. */
  async undo(said: string): Promise<void> {
    await expect(this.page.getByText(said).first()).toBeVisible();
    await this.button('Undo').click();
  }

  /** Type into the form of a new project, and open it before if it is not. */
  async write(source: string): Promise<void> {
    if (!(await this.form.isVisible())) {
      await this.page
        .getByRole('toolbar', { name: 'Projects toolbar' })
        .getByRole('button', { name: 'New project' })
        .click();
    }
    await this.source.fill(source);
  }

  /** Type into that form, and wait until the preview is there. */
  async preview(source: string): Promise<void> {
    await this.write(source);
    await expect(this.name).toHaveValue(/./);
  }

  /** Leave the form, or the view of a build, where it hides the list. */
  async back(): Promise<void> {
    const back = this.page.getByRole('button', { name: 'Back to the list' });
    if (await back.isVisible()) {
      await back.click();
    }
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  dialog(name: string | RegExp): Locator {
    return this.page
      .getByRole('dialog', { name })
      .or(this.page.getByRole('alertdialog', { name }));
  }
}
