import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import type { IProjectsModel } from '../../tokens.ts';
import { hasMoved, isUnderWay } from '../../projects/switch-rules.ts';

/** The wait before a dialog, in ms; a warm switch ends before, without one. */
const DELAY = 300;

/**
 * The way this page shows the switch: nothing, a strip or a dialog.
 */
export class SwitchStage implements IDisposable {
  constructor(options: SwitchStage.IOptions) {
    this._model = options.model;
    this._opens = options.opens ?? (() => !document.hidden);
    this._model.changed.connect(() => {
      this._follow();
    }, this);
    this._follow();
  }

  /**
   * A signal emitted when `view` changes.
   */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /**
   * The way the switch is shown now.
   */
  get view(): 'none' | 'strip' | 'dialog' | 'failed' {
    const current = this._model.switching;
    if (current?.phase === 'failed') {
      return this.watched && !this._dismissed ? 'failed' : 'none';
    }
    if (!current || !isUnderWay(current) || hasMoved(current)) {
      return 'none';
    }
    return this._open ? 'dialog' : this._pending ? 'none' : 'strip';
  }

  /**
   * True when this page has seen the switch begin, or found it under way.
   */
  get watched(): boolean {
    return this._watched;
  }

  /**
   * Show the dialog of the switch again.
   */
  open(): void {
    this._stopWaiting();
    this._open = true;
    this._dismissed = false;
    this._changed.emit();
  }

  /**
   * Show the switch as a strip, so that the user keeps working.
   */
  shrink(): void {
    this._stopWaiting();
    this._open = false;
    this._changed.emit();
  }

  /**
   * Hide the failure, as the user has read it.
   */
  dismiss(): void {
    this._dismissed = true;
    this._changed.emit();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._stopWaiting();
    Signal.clearData(this);
  }

  private _follow(): void {
    const current = this._model.switching;
    if (current && current.id !== this._id) {
      this._begin(current);
    }
    // A switch that comes with the first list began before this page.
    this._known ||= this._model.projects !== null;
    if (!isUnderWay(current)) {
      this._stopWaiting();
    }
    this._changed.emit();
  }

  private _begin(current: Switch): void {
    this._stopWaiting();
    this._id = current.id;
    this._watched = this._known || isUnderWay(current);
    this._open = false;
    this._dismissed = false;
    const here = this._known && this._opens(current);
    if (here && current.phase !== 'building') {
      this._pending = setTimeout(() => {
        this._pending = undefined;
        this._open = this._model.switching?.phase !== 'building';
        this._changed.emit();
      }, DELAY);
    }
  }

  private _stopWaiting(): void {
    clearTimeout(this._pending);
    this._pending = undefined;
  }

  private readonly _model: IProjectsModel;
  private readonly _opens: (item: Switch) => boolean;
  private readonly _changed = new Signal<this, void>(this);
  private _id: string | null = null;
  private _known = false;
  private _watched = false;
  private _open = false;
  private _dismissed = false;
  private _pending: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
}

/**
 * A namespace for `SwitchStage` statics.
 */
export namespace SwitchStage {
  /**
   * The parts that a stage uses.
   */
  export interface IOptions {
    readonly model: IProjectsModel;

    /**
     * True when a switch that begins opens its dialog here; if absent, it does
     * on a visible page.
     */
    readonly opens?: (item: Switch) => boolean;
  }
}
