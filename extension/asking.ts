import type { Switch } from 'jupyterlab-projects-companion/contract';
import type { IProjectsModel } from './tokens.ts';

/** The project that a page of Lab asked to move to, while it does. */
const KEY = 'jupyterlab-projects:asked';

/**
 * Who asked for the switch under way: that page is the one to move. A page that
 * is reloaded in mid-switch remembers, and the others can see it.
 */
export class Asking {
  constructor(options: Asking.IOptions) {
    this._model = options.model;
    this._page = options.page;
    this._site = options.site;
  }

  /**
   * Ask for a switch, as this page.
   */
  async ask(project: string, image?: string): Promise<Switch> {
    const own = this._page.getItem(KEY);
    const before = this._site.getItem(KEY);
    this._page.setItem(KEY, project);
    this._site.setItem(KEY, project);
    const begun = this._model.switchTo(project, image);
    this._pending = begun.then(
      () => undefined,
      () => {
        this.forget();
        // Another switch may be under way: another tab's, or this page's own.
        if (before !== null) {
          this._site.setItem(KEY, before);
        }
        if (own !== null) {
          this._page.setItem(KEY, own);
        }
      }
    );
    return begun;
  }

  /**
   * Resolves when it is known whether this page's own request was taken.
   */
  async settled(): Promise<void> {
    await this._pending;
  }

  /**
   * Where a switch to a project was asked for.
   */
  where(project: string): 'here' | 'in-another-tab' | 'elsewhere' {
    if (this._page.getItem(KEY) === project) {
      return 'here';
    }
    return this._site.getItem(KEY) === project ? 'in-another-tab' : 'elsewhere';
  }

  /**
   * The switch has ended; there is one at a time.
   */
  forget(): void {
    this._page.removeItem(KEY);
    this._site.removeItem(KEY);
  }

  private readonly _model: Pick<IProjectsModel, 'switchTo'>;
  private readonly _page: Storage;
  private readonly _site: Storage;
  private _pending: Promise<void> = Promise.resolve();
}

/**
 * A namespace for `Asking` statics.
 */
export namespace Asking {
  /**
   * What it needs.
   */
  export interface IOptions {
    readonly model: Pick<IProjectsModel, 'switchTo'>;

    /**
     * What outlives a reload of this page.
     */
    readonly page: Storage;

    /**
     * What every page of the site sees.
     */
    readonly site: Storage;
  }
}
