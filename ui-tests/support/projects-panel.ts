/** The panel as people see it, in Lab's sidebar and on the home page. */
import { expect, type Locator, type Page } from '@playwright/test';

export class ProjectsPanel {
  readonly page: Page;
  readonly region: Locator;
  readonly grid: Locator;
  /** The field that takes a repository, and the form around it. */
  readonly source: Locator;
  readonly name: Locator;
  readonly ref: Locator;
  readonly log: Locator;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole('region', { name: 'Projects', exact: true });
    this.grid = page.getByRole('grid', { name: 'Projects' });
    this.source = page.getByRole('textbox', {
      name: 'Repository, DOI or link'
    });
    this.name = page.getByRole('textbox', { name: 'Name', exact: true });
    this.ref = page.getByRole('combobox', { name: 'Branch, tag or commit' });
    this.log = page.getByRole('region', { name: 'Build log' });
  }

  row(title: string): Locator {
    return this.grid
      .getByRole('row')
      .filter({ has: this.page.getByText(title, { exact: true }) });
  }

  /** The button of a row, which shows on hover only. */
  async press(
    verb: 'Switch to' | 'Open' | 'Show',
    title: string
  ): Promise<void> {
    await this.row(title).hover();
    await this.row(title)
      .getByRole('button', { name: `${verb} ${title}` })
      .click();
  }

  async menu(title: string): Promise<Locator> {
    await this.row(title)
      .getByRole('button', { name: `More actions for ${title}` })
      .click();
    return this.page.getByRole('menu');
  }

  /** Type a source and wait for its preview; resolves to the suggested title. */
  async preview(source: string): Promise<string> {
    await this.source.fill(source);
    await expect(this.name).toHaveValue(/./);
    return this.name.inputValue();
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
