/** Files in no project: the line that tells of them, and the form for them. */
import type { Locator, Page } from '@playwright/test';

export class OutsideView {
  /** The files that the form shows before anything moves. */
  readonly files: Locator;
  readonly form: Locator;
  readonly name: Locator;
  readonly software: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.files = page
      .getByRole('list', { name: 'Files outside projects' })
      .getByRole('listitem');
    this.form = page.getByRole('form', { name: 'New project of these files' });
    this.name = this.form.getByLabel('Name', { exact: true });
    this.software = this.form.getByLabel('Software');
  }

  /** Find the line above the list of projects. */
  strip(): Locator {
    return this.page.getByText(/files? (is|are) outside projects\./);
  }

  /** Go from that line to the form. */
  async open(): Promise<void> {
    await this.page
      .getByRole('button', { name: 'Move into a new project…' })
      .click();
  }

  async move(): Promise<void> {
    await this.form.getByRole('button', { name: 'Move', exact: true }).click();
  }
}
