import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import { hasMoved } from '../projects/switch-rules.ts';
import type { IProjectsModel } from '../tokens.ts';

/**
 * The actions of a page at the turns of a switch.
 */
export interface ISwitchTurns {
  /**
   * Called when the switch is another one than the last.
   */
  began(item: Switch): void;

  /**
   * Called when the new server is ready.
   */
  ready(item: Switch): Promise<void>;

  /**
   * Called when the old server stops before the new one starts.
   */
  makesRoom(item: Switch): Promise<unknown>;

  /**
   * Called once when the user's Lab is on the new server, but not for a switch
   * that had moved before this page was loaded.
   */
  moved(item: Switch): Promise<void>;

  /**
   * Called when the switch failed or was cancelled: nobody has moved.
   */
  gaveUp(item: Switch): void;
}

/**
 * Calls a page's actions when the model shows a turn of a switch.
 */
export class SwitchTurns implements IDisposable {
  constructor(model: IProjectsModel, turns: ISwitchTurns) {
    this._model = model;
    this._turns = turns;
    // Not at once: the caller has not got this object yet.
    void Promise.resolve().then(() => {
      this._follow();
    });
    model.changed.connect(() => {
      this._follow();
    }, this);
  }

  /**
   * True when this page has seen the switch before it was ready.
   */
  get watched(): boolean {
    return this._watched;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _follow(): void {
    const { switching: item, projects } = this._model;
    // A switch in the first answers began before this page was loaded.
    const known = this._known;
    this._known ||= projects !== null;
    if (!item || (item.id === this._id && item.phase === this._phase)) {
      return;
    }
    if (item.id !== this._id) {
      this._id = item.id;
      this._watched = known;
      this._moved = !known && hasMoved(item);
      this._turns.began(item);
    }
    this._phase = item.phase;
    this._tell(item);
  }

  private _tell(item: Switch): void {
    if (item.phase === 'failed' || item.phase === 'cancelled') {
      this._turns.gaveUp(item);
    } else if (item.phase === 'ready') {
      void this._turns.ready(item);
    } else if (!hasMoved(item)) {
      this._watched = true;
      if (item.phase === 'stopping-previous') {
        void this._turns.makesRoom(item);
      }
    } else if (!this._moved) {
      this._moved = true;
      void this._turns.moved(item);
    }
  }

  private readonly _model: IProjectsModel;
  private readonly _turns: ISwitchTurns;
  private _id: string | null = null;
  private _phase: Switch['phase'] | null = null;
  private _known = false;
  private _watched = false;
  private _moved = false;
  private _isDisposed = false;
}
