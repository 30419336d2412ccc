import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IProjectsModel } from '../tokens.ts';

/**
 * Tells the user, once, that the service of this machine was stopped, and with
 * it the server of this page. The dialog closes when the service is back.
 */
export class ServiceGone {
  constructor(options: ServiceGone.IOptions) {
    this._options = options;
    options.model.changed.connect(() => {
      if (options.model.connection.state === 'online') {
        this._isTold = false;
        this._dialog?.dispose();
      }
    });
  }

  /**
   * True when the stopped service is why this page has no connection.
   */
  get isCause(): boolean {
    const { me, connection } = this._options.model;
    return me?.driver === 'local' && connection.state === 'offline';
  }

  /**
   * Tell the user, unless that was done already.
   */
  show(): void {
    if (this._isTold) {
      return;
    }
    this._isTold = true;
    const { trans } = this._options;
    const dialog = new Dialog({
      title: trans.__('Projects was stopped'),
      body: trans.__(
        'Start it again with npm start. This message closes by itself then, and what is open here stays.'
      ),
      buttons: [Dialog.okButton({ label: trans.__('Dismiss') })]
    });
    this._dialog = dialog;
    dialog.launch().then(
      () => {
        this._dialog = null;
      },
      // It was closed when the service was back.
      () => undefined
    );
  }

  private readonly _options: ServiceGone.IOptions;
  private _dialog: Dialog<unknown> | null = null;
  private _isTold = false;
}

/**
 * A namespace for `ServiceGone` statics.
 */
export namespace ServiceGone {
  /**
   * Options of `ServiceGone`.
   */
  export interface IOptions {
    readonly model: Pick<IProjectsModel, 'me' | 'connection' | 'changed'>;
    readonly trans: TranslationBundle;
  }
}
