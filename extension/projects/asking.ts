import type { Switch } from 'jupyterlab-projects-companion/contract';
import { hasMoved, isUnderWay } from './switch-rules.ts';
import type { IProjectsModel } from '../tokens.ts';

/** Storage key of the project that a page of Lab is moving to. */
const KEY = 'jupyterlab-projects:asked';

/** In ms; the companion tells of a server that takes longer to stop. */
const PATIENCE = 30_000;

/**
 * Remembers which page asked for the switch under way, because that page moves.
 * A page still knows after a reload in mid-switch, and the other pages can see
 * it.
 */
export class Asking {
  constructor(options: Asking.IOptions) {
    this._model = options.model;
    this._page = options.page;
    this._site = options.site;
  }

  /**
   * Ask for a switch from this page. First wait for a switch that has moved
   * already to end: its old server may take some seconds to stop.
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
   * Tell where a switch to a project was asked for.
   */
  where(project: string): 'here' | 'in-another-tab' | 'elsewhere' {
    if (this._page.getItem(KEY) === project) {
      return 'here';
    }
    return this._site.getItem(KEY) === project ? 'in-another-tab' : 'elsewhere';
  }

  /**
   * Forget the switch, which has ended: there is one at a time.
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

/** True while the user has moved, but the old server has yet to stop. */
function isLeaving(item: Switch | null): boolean {
  return item !== null && isUnderWay(item) && hasMoved(item);
}

/**
 * A namespace for `Asking` statics.
 */
export namespace Asking {
  /**
   * The members of the model that are called and watched.
   */
  export type IModel = Pick<
    IProjectsModel,
    'switchTo' | 'switching' | 'changed'
  >;

  /**
   * Options of `Asking`.
   */
  export interface IOptions {
    readonly model: IModel;

    /**
     * Storage that outlives a reload of this page.
     */
    readonly page: Storage;

    /**
     * Storage that every page of the site sees.
     */
    readonly site: Storage;
  }
}
