import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import type { Asking } from '../projects/asking.ts';
import { hasMoved } from '../projects/switch-rules.ts';
import type { IProjectsModel } from '../tokens.ts';

/**
 * Tells the companion that this page has loaded from the server that a switch
 * moved to, and tells the user where they are.
 */
export class Arrival implements IDisposable {
  constructor(options: Arrival.IOptions) {
    this._options = options;
    options.model.changed.connect(() => {
      this._look();
    }, this);
    this._look();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _look(): void {
    const { model, asking } = this._options;
    const { switching: item, projects } = model;
    if (projects === null) {
      return;
    }
    const isFirst = !this._looked;
    this._looked = true;
    if (!item || !hasMoved(item) || !this._isHere(item)) {
      return;
    }
    const settling = item.phase !== 'done';
    if (settling && this._told !== item.id) {
      this._tell(item);
    }
    if (isFirst && (settling || asking.where(item.project) === 'here')) {
      asking.forget();
      this._options.landed(item);
    }
  }

  /** Tell the companion; when that fails, the next change tells it again. */
  private _tell(item: Switch): void {
    this._told = item.id;
    this._options.model.arrived(item.id).catch(() => {
      this._told = null;
    });
  }

  private _isHere(item: Switch): boolean {
    const { origin, server } = this._options;
    return (
      item.url !== undefined &&
      new URL(item.url, origin).pathname.startsWith(server)
    );
  }

  private readonly _options: Arrival.IOptions;
  private _looked = false;
  private _told: string | null = null;
  private _isDisposed = false;
}

/**
 * A namespace for `Arrival` statics.
 */
export namespace Arrival {
  /**
   * Options of `Arrival`.
   */
  export interface IOptions {
    readonly model: IProjectsModel;
    readonly asking: Asking;

    /**
     * Path of this page's server, as in `/user/<user>/<server>/`.
     */
    readonly server: string;
    readonly origin: string;

    /**
     * Called when a switch has led to this page.
     */
    readonly landed: (item: Switch) => void;
  }
}
