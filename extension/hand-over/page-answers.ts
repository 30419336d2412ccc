import type { Switch } from 'jupyterlab-projects-companion/contract';
import type { PageWork } from './page-work.ts';
import type { IProjectsModel } from '../tokens.ts';

/** Milliseconds between two checks for documents that are still unsaved. */
const LOOK_MS = 2000;

/**
 * Tells the companion about a page's documents when its server is left.
 */
export class PageAnswers {
  constructor(options: PageAnswers.IOptions) {
    this._options = options;
  }

  /**
   * True when a switch leaves this page's server.
   */
  concerns(item: Switch): boolean {
    return item.previousServer === this._options.server;
  }

  /**
   * Save, and tell the companion which documents could not be saved.
   */
  async save(item: Switch): Promise<string[]> {
    if (!this.concerns(item)) {
      return [];
    }
    const unsaved = await this._options.work.saveInTime();
    await this._tell(item, unsaved);
    return unsaved;
  }

  /**
   * Tell the companion that this page moves, and what it leaves unsaved.
   * Resolves when the page should have moved by then.
   */
  async move(
    item: Switch,
    unsaved: readonly string[],
    patience: () => Promise<void>
  ): Promise<void> {
    await this._options.model
      .saved(item.id, true, [...unsaved])
      .then(patience)
      .catch(() => undefined);
  }

  /**
   * Tell the companion when the unsaved documents are saved: the old server is
   * kept for them until then.
   *
   * @param stays - True while this page is still there and left behind.
   */
  async release(
    item: Switch,
    unsaved: readonly string[],
    stays: () => boolean
  ): Promise<void> {
    const { documents } = this._options.work;
    const isHeld = (): boolean =>
      documents.dirty().some(path => unsaved.includes(path));
    while (stays() && isHeld()) {
      await new Promise(resolve => setTimeout(resolve, LOOK_MS));
    }
    if (stays()) {
      await this._tell(item, []);
    }
  }

  private async _tell(item: Switch, unsaved: readonly string[]): Promise<void> {
    await this._options.model
      .saved(item.id, false, [...unsaved])
      .catch(() => undefined);
  }

  private readonly _options: PageAnswers.IOptions;
}

/**
 * A namespace for `PageAnswers` statics.
 */
export namespace PageAnswers {
  /**
   * Options of `PageAnswers`.
   */
  export interface IOptions {
    readonly model: Pick<IProjectsModel, 'saved'>;
    readonly work: PageWork;

    /**
     * Path of this page's server.
     */
    readonly server: string;
  }
}
