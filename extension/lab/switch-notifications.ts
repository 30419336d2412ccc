import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import { TOLD_AFTER_MS } from './build-notifications.ts';
import type { IProjectsPanel, ISwitchDesk } from './lab-tokens.ts';
import { namesOf } from '../words/switch-names.ts';
import { isUnderWay } from '../projects/switch-rules.ts';
import { mover, stripText } from '../panel/switch/switch-strip.tsx';
import { failInLab } from './lab-notices.ts';
import type { IProjectsModel } from '../tokens.ts';
import { CommandIDs } from '../tokens.ts';

/**
 * Shows one notification for a shrunken switch, and one for its end.
 */
export class SwitchNotifications {
  constructor(options: SwitchNotifications.IOptions) {
    this._options = options;
    const { model, desk } = options;
    const update = (): void => {
      this._update();
    };
    model.changed.connect(update, this);
    desk.stage.changed.connect(update, this);
    desk.handOver.changed.connect(update, this);
    options.panel.changed.connect(update, this);
    update();
  }

  private _update(): void {
    const { model, desk } = this._options;
    const item = model.switching;
    this._tellEnd(item);
    if (item && desk.stage.view === 'strip' && !this._isOnScreen(item)) {
      this._soon ??= setTimeout(() => {
        this._isDue = true;
        this._update();
      }, TOLD_AFTER_MS);
      if (this._isDue) {
        this._showProgress(item);
      }
    } else {
      this._hideProgress();
    }
  }

  private _showProgress(item: Switch): void {
    const { model, desk, trans } = this._options;
    const { to } = namesOf(item, model, trans);
    const message = stripText(item, to, desk.handOver.state.phase, trans);
    const move = mover(item, model, desk.handOver, error => {
      failInLab(error, trans);
    });
    const key = `${item.id} ${String(move !== undefined)} ${message}`;
    if (key === this._key) {
      return;
    }
    this._key = key;
    const show = {
      label: trans.__('Show'),
      callback: () => {
        desk.stage.open();
      }
    };
    const options = {
      autoClose: false as const,
      actions: move
        ? [{ label: trans.__('Move now'), callback: move }, show]
        : [show]
    };
    const type = move ? 'info' : 'in-progress';
    if (
      this._shown === undefined ||
      !Notification.update({ id: this._shown, message, type, ...options })
    ) {
      this._shown = Notification.emit(message, type, options);
    }
  }

  private _hideProgress(): void {
    clearTimeout(this._soon);
    this._soon = undefined;
    this._isDue = false;
    if (this._shown !== undefined) {
      Notification.dismiss(this._shown);
      this._shown = undefined;
    }
    this._key = '';
  }

  /** True while the panel shows the switch; one that is ready is told too. */
  private _isOnScreen(item: Switch): boolean {
    return this._options.panel.showsSwitch && item.phase !== 'ready';
  }

  /** Tell of the end of a switch, if this page has seen the switch going on. */
  private _tellEnd(item: Switch | null): void {
    if (!item) {
      return;
    }
    if (isUnderWay(item)) {
      this._running = item.id;
    } else if (this._running === item.id) {
      this._running = null;
      this._tellOutcome(item);
    }
  }

  private _tellOutcome(item: Switch): void {
    const { model, trans } = this._options;
    const { to, from } = namesOf(item, model, trans);
    if (item.from === null || from === null) {
      return;
    }
    if (item.phase === 'cancelled') {
      Notification.info(
        trans.__('Still in %1. The switch was cancelled.', from),
        { autoClose: 5000 }
      );
    } else if (item.phase === 'done' && item.warning) {
      if (item.warning === 'previous-has-unsaved-work') {
        // Stopping it is not offered: that would lose the work.
        Notification.warning(
          trans.__(
            'You are in %1. %2 keeps running until its unsaved work is saved or its tab is closed.',
            to,
            from
          ),
          { autoClose: false }
        );
      } else {
        this._warn(item, to, from);
      }
    }
  }

  private _warn(item: Switch, to: string, from: string): void {
    const { commands, model, trans } = this._options;
    const { previous } = namesOf(item, model, trans);
    Notification.warning(
      trans.__('You are in %1. %2 did not stop.', to, from),
      {
        autoClose: false,
        actions: previous
          ? [
              {
                label: trans.__('Stop it'),
                callback: () => {
                  void commands.execute(CommandIDs.stop, {
                    project: previous.id
                  });
                }
              }
            ]
          : []
      }
    );
  }

  private readonly _options: SwitchNotifications.IOptions;
  private _shown: string | undefined;
  private _key = '';
  private _soon: ReturnType<typeof setTimeout> | undefined;
  private _isDue = false;
  private _running: string | null = null;
}

/**
 * A namespace for `SwitchNotifications` statics.
 */
export namespace SwitchNotifications {
  /**
   * Options of `SwitchNotifications`.
   */
  export interface IOptions {
    readonly commands: CommandRegistry;
    readonly model: IProjectsModel;
    readonly desk: Pick<ISwitchDesk, 'stage' | 'handOver'>;
    readonly panel: Pick<IProjectsPanel, 'showsSwitch' | 'changed'>;
    readonly trans: TranslationBundle;
  }
}
