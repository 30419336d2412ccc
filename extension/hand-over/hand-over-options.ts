import type { Switch } from 'jupyterlab-projects-companion/contract';
import type { Asking } from '../projects/asking.ts';
import type { PageWork } from './page-work.ts';
import type { IProjectsModel } from '../tokens.ts';

/**
 * How a page is left.
 */
export interface IDoor {
  /**
   * Begin what has to be done before the page is left, which then waits for it.
   */
  prepare(): void;

  /**
   * Leave for the new server; resolves when the browser has been told.
   */
  leave(item: Switch, discard: boolean): Promise<void>;

  /**
   * Resolves when it has taken too long.
   */
  patience(): Promise<void>;
}

/**
 * What a page's part of a switch needs.
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
   * Whether somebody looks at this page.
   */
  readonly visible: () => boolean;

  /**
   * Whether the user lets tabs move by themselves.
   */
  readonly mayMove: () => boolean;
}
