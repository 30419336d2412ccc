import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { Asking } from '../projects/asking.ts';
import type { HandOver } from '../hand-over/hand-over.ts';
import type { PageWork } from '../hand-over/page-work.ts';
import type { PanelRoute } from '../panel/parts/route.ts';
import type { SwitchStage } from '../panel/switch/switch-stage.ts';

/**
 * The switch of this page of Lab, for the plugins of this extension.
 */
export interface ISwitchDesk {
  /**
   * Asks for switches, so that this page is the one to move.
   */
  readonly asking: Asking;

  /**
   * How the switch under way is shown.
   */
  readonly stage: SwitchStage;

  /**
   * This page's part in the switch.
   */
  readonly handOver: HandOver;

  /**
   * The user's work in this page.
   */
  readonly work: PageWork;
}

/**
 * The switch desk token.
 */
export const ISwitchDesk = new Token<ISwitchDesk>(
  'jupyterlab-projects:ISwitchDesk',
  'The switch of this page, for the plugins of jupyterlab-projects.'
);

/**
 * The projects panel of this page of Lab.
 */
export interface IProjectsPanel {
  /**
   * The sub-view that the panel shows.
   */
  readonly route: PanelRoute;

  /**
   * True while the user sees the panel.
   */
  readonly isVisible: boolean;

  /**
   * True while the user sees its list, and with it the progress of a switch.
   */
  readonly showsSwitch: boolean;

  /**
   * A signal emitted when any of these may have changed.
   */
  readonly changed: ISignal<unknown, void>;

  /**
   * Bring the panel to the front.
   */
  reveal(): void;
}

/**
 * The projects panel token.
 */
export const IProjectsPanel = new Token<IProjectsPanel>(
  'jupyterlab-projects:IProjectsPanel',
  'The projects panel of this page, for the plugins of jupyterlab-projects.'
);
