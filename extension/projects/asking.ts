import type { Switch } from 'jupyterlab-projects-companion/contract';
import { hasMoved, isUnderWay } from './switch-rules.ts';
import type { IProjectsModel } from '../tokens.ts';

/** The project that a page of Lab asked to move to, while it does. */
const KEY = 'jupyterlab-projects:asked';

/** A server that has not stopped by then is told of by the companion. */
const PATIENCE = 30_000;

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
   * Ask for a switch, as this page. One that has moved already ends first: its old
   * server may take some seconds to stop.
   */
  async ask(project: string, image?: string): Promise<Switch> {
    if (isLeaving(this._model.switching)) {
      await this._left();
    }
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

  private _left(): Promise<void> {
    const { changed } = this._model;
    return new Promise(resolve => {
      const end = (): void => {
        clearTimeout(timer);
        changed.disconnect(look);
        resolve();
      };
      const look = (): void => {
        if (!isLeaving(this._model.switching)) {
          end();
        }
      };
      const timer = setTimeout(end, PATIENCE);
      changed.connect(look);
    });
  }

  private readonly _model: Asking.IModel;
  private readonly _page: Storage;
  private readonly _site: Storage;
  private _pending: Promise<void> = Promise.resolve();
}

/** Whether the user is there already, and the old server is still to stop. */
function isLeaving(item: Switch | null): boolean {
  return item !== null && isUnderWay(item) && hasMoved(item);
}

/**
 * A namespace for `Asking` statics.
 */
export namespace Asking {
  /**
   * What it asks, and what it sees.
   */
  export type IModel = Pick<
    IProjectsModel,
    'switchTo' | 'switching' | 'changed'
  >;

  /**
   * What it needs.
   */
  export interface IOptions {
    readonly model: IModel;

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
