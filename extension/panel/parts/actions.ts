import type { Project } from 'jupyterlab-projects-companion/contract';
import type { Notice } from '../../words/notice.ts';

/**
 * The actions that the panel asks of its page. In Lab each runs a command; on
 * the home page each calls the model.
 */
export interface PanelActions {
  /**
   * Open the active project's server, or switch to another project.
   */
  switchTo(project: Project, image?: string): void;

  /**
   * Switch to the rescue server.
   */
  openRescue(): void;

  /**
   * Build again.
   *
   * @param thenSwitch - True to switch to the new image when it is built; if
   * absent, only the active project is switched to.
   */
  rebuild(project: Project, thenSwitch?: boolean): void;

  /**
   * Show the log of the start that failed, or else of the last build.
   */
  showLog(project: Project): void;

  /**
   * Ask for another name of a project, or of its folder.
   */
  rename(project: Project): void;

  /**
   * Ask for the name of a copy.
   */
  duplicate(project: Project): void;

  /**
   * Put the link of the source into the clipboard.
   */
  copySource(project: Project): void;

  /**
   * Stop the server of a project.
   */
  stop(project: Project): void;

  /**
   * Move a project to the trash, or remove one that has no folder.
   */
  remove(project: Project): void;

  /**
   * Show what is in the trash.
   */
  showTrash(): void;

  /**
   * Tell of something that was done.
   */
  tell(notice: Notice): void;

  /**
   * Tell why something was not done.
   */
  fail(error: unknown): void;

  /**
   * Show the overflow menu of a project at a point of the page, in pixels.
   *
   * @returns When the menu has closed, so that focus can return.
   */
  menu(project: Project, at: { x: number; y: number }): Promise<void>;

  /**
   * Show the menu of the whole panel.
   *
   * @returns When the menu has closed, so that focus can return.
   */
  panelMenu(at: { x: number; y: number }): Promise<void>;

  /**
   * Leave for an address of this site.
   */
  navigate(url: string): void;
}
