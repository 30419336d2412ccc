import type { TranslationBundle } from '@jupyterlab/translation';
import type { IProjectsModel } from '../tokens.ts';
import { titleOf } from '../words/switch-names.ts';
import { hasMoved, isUnderWay } from '../projects/switch-rules.ts';

/**
 * Shows the progress of a switch in the title of a tab that is hidden.
 */
export class TabTitle {
  constructor(options: TabTitle.IOptions) {
    this._options = options;
    const update = (): void => {
      this._update();
    };
    options.model.changed.connect(update, this);
    options.document.addEventListener('visibilitychange', update);
  }

  private _update(): void {
    const { model, document, trans } = this._options;
    const item = model.switching;
    if (!document.hidden || !item || !isUnderWay(item) || hasMoved(item)) {
      this._restore();
      return;
    }
    const mark = item.phase === 'ready' ? '✓' : '⟳';
    const to = titleOf(item.project, model, trans) ?? trans.__('the project');
    // Lab may have set another title since.
    if (document.title !== this._ours) {
      this._theirs = document.title;
    }
    this._ours = `${mark} ${to} – JupyterLab`;
    document.title = this._ours;
  }

  private _restore(): void {
    const { document } = this._options;
    if (this._ours !== '' && document.title === this._ours) {
      document.title = this._theirs;
    }
    this._ours = '';
  }

  private readonly _options: TabTitle.IOptions;
  private _ours = '';
  private _theirs = '';
}

/**
 * A namespace for `TabTitle` statics.
 */
export namespace TabTitle {
  /**
   * Options of `TabTitle`.
   */
  export interface IOptions {
    readonly model: IProjectsModel;
    readonly document: Pick<Document, 'hidden' | 'title' | 'addEventListener'>;
    readonly trans: TranslationBundle;
  }
}
