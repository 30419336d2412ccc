import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { CompanionError } from '../projects/errors.ts';
import type { ISwitchDesk } from './lab-tokens.ts';
import { titleOf } from '../words/switch-names.ts';
import { failureSentence } from '../words/sentences.ts';
import type { IProjectsModel } from '../tokens.ts';

/**
 * Tells why a command did not work.
 */
export class CommandFailures {
  constructor(options: CommandFailures.IOptions) {
    this._options = options;
  }

  /**
   * Run something, and tell when the companion answers with a problem. Any
   * other error is a mistake of this code, and is thrown again.
   */
  async tell(run: () => Promise<void> | void): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof CompanionError)) {
        throw error;
      }
      this._show(error);
    }
  }

  private _show(error: CompanionError): void {
    const { trans } = this._options;
    if (error.code === 'switch-in-progress') {
      this._showOther(error.problem.switch?.project);
    } else if (error.code === 'too-late-to-cancel') {
      Notification.warning(failureSentence(error.problem, trans), {
        autoClose: 8000
      });
    } else {
      Notification.error(failureSentence(error.problem, trans), {
        autoClose: 10_000
      });
    }
  }

  private _showOther(project: string | undefined): void {
    const { desk, trans } = this._options;
    Notification.warning(
      trans.__('Another tab is switching to %1.', this._titleOf(project)),
      {
        autoClose: 8000,
        actions: [
          {
            label: trans.__('Show it'),
            callback: () => {
              desk.stage.open();
            }
          }
        ]
      }
    );
  }

  private _titleOf(id: string | undefined): string {
    const { model, trans } = this._options;
    const title = id === undefined ? undefined : titleOf(id, model, trans);
    return title ?? trans.__('another project');
  }

  private readonly _options: CommandFailures.IOptions;
}

/**
 * A namespace for `CommandFailures` statics.
 */
export namespace CommandFailures {
  /**
   * Options of `CommandFailures`.
   */
  export interface IOptions {
    readonly model: IProjectsModel;
    readonly desk: Pick<ISwitchDesk, 'stage'>;
    readonly trans: TranslationBundle;
  }
}
