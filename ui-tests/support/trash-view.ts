/** The trash, as the panel shows it. */
import type { Locator, Page } from '@playwright/test';

export class TrashView {
  readonly region: Locator;
  readonly entries: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole('region', { name: 'Trash', exact: true });
    this.entries = this.region
      .getByRole('list', { name: 'Trash' })
      .getByRole('listitem');
  }

  entry(title: string): Locator {
    return this.entries.filter({
      has: this.page.getByText(title, { exact: true })
    });
  }

  /** Find the button that brings a project back. */
  restore(title: string): Locator {
    return this.region.getByRole('button', {
      name: `Restore ${title}`,
      exact: true
    });
  }

  /** Find the button that asks whether to delete a project for good. */
  purge(title: string): Locator {
    return this.region.getByRole('button', {
      name: `Delete for good: ${title}`,
      exact: true
    });
  }

  /** Find that question. */
  question(title: string): Locator {
    return this.page.getByRole('alertdialog', {
      name: `Delete ${title} for good?`
    });
  }
}
