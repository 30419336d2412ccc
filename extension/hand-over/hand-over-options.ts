import type { Switch } from 'jupyterlab-projects-companion/contract';
import type { Asking } from '../projects/asking.ts';
import type { PageWork } from './page-work.ts';
import type { IProjectsModel } from '../tokens.ts';

/**
 * The steps by which a page is left.
 */
export interface IDoor {
  /**
   * Begin the work that must be done before the page is left; `leave` waits for
   * it.
   */
  prepare(): void;

  /**
   * Leave for the new server; resolves when the browser has been told.
   */
  leave(item: Switch, discard: boolean): Promise<void>;

  /**
   * Resolves when the move has taken too long.
   */
  patience(): Promise<void>;
}

/**
 * Options of `HandOver`.
 */
export interface IHandOverOptions {
  readonly model: IProjectsModel;
  readonly work: PageWork;
  readonly asking: Asking;
  readonly door: IDoor;

  /**
   * Path of this page's server, as in `/user/<user>/<server>/`.
   */
  readonly server: string;

  /**
   * True while this page is visible.
   */
  readonly visible: () => boolean;

  /**
   * True while the user lets tabs move by themselves.
   */
  readonly mayMove: () => boolean;
}
