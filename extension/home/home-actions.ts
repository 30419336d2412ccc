import type { TranslationBundle } from '@jupyterlab/translation';
import type { MenuItem } from './home-menu-items.ts';
import { menuItems, panelMenuItems } from './home-menu-items.ts';
import type { Asking } from '../projects/asking.ts';
import type { PanelActions } from '../panel/parts/actions.ts';
import type { PanelRoute } from '../panel/parts/route.ts';
import type { Notice } from '../words/notice.ts';
import { removedNotice } from '../words/notice.ts';
import { RESCUE } from '../projects/rescue.ts';
import { logPlace } from '../panel/parts/route.ts';
import type { IProjectsModel } from '../tokens.ts';

/**
 * The parts of the home page that its actions use.
 */
export interface IHomeActionsOptions {
  readonly model: IProjectsModel;
  /** Asks for switches as this page, which follows its own and no others. */
  readonly asking: Pick<Asking, 'ask'>;
  readonly route: PanelRoute;
  readonly trans: TranslationBundle;
  /** Go to a server. */
  readonly navigate: (url: string) => void;
  /** Tell why an action did not work. */
  readonly onFailure: (error: unknown) => void;
  /** Tell what was done. */
  readonly onNotice: (notice: Notice) => void;
  readonly copy: (text: string) => Promise<void>;
  /** Show a menu; resolves when it has closed. */
  readonly openMenu: (
    items: readonly MenuItem[],
    at: { x: number; y: number },
    name: string
  ) => Promise<void>;
}

/**
 * Return the panel's actions on the home page. It has no commands, so they call
 * the model directly.
 */
export function homeActions(options: IHomeActionsOptions): PanelActions {
  const { model, asking, route, trans, navigate, onFailure } = options;
  const attempt = (call: () => Promise<unknown>): void => {
    call().catch(onFailure);
  };
  const actions: PanelActions = {
    switchTo: (project, image) => {
      if (project.active && project.url !== undefined && image === undefined) {
        navigate(project.url);
      } else {
        attempt(() => asking.ask(project.id, image));
      }
    },
    openRescue: () => {
      attempt(() => asking.ask(RESCUE));
    },
    rebuild: (project, thenSwitch = project.active) => {
      attempt(async () => {
        await model.rebuild(project.id);
        route.show({ view: 'build', project: project.id });
        if (thenSwitch) {
          await asking.ask(project.id);
        }
      });
    },
    showLog: project => {
      route.show(logPlace(project));
    },
    rename: ({ id }) => {
      route.show({ view: 'rename', project: id });
    },
    duplicate: ({ id }) => {
      route.show({ view: 'duplicate', project: id });
    },
    copySource: project => {
      attempt(() => options.copy(project.source?.url ?? ''));
    },
    stop: project => {
      attempt(() => model.stop(project.id));
    },
    remove: project => {
      attempt(async () => {
        const trashed = await model.remove(project.id);
        options.onNotice(removedNotice(project, trashed, model, trans));
      });
    },
    showTrash: () => {
      route.show({ view: 'trash' });
    },
    tell: options.onNotice,
    fail: onFailure,
    menu: (project, at) =>
      options.openMenu(
        menuItems(project, model, actions, trans),
        at,
        trans.__('More actions for %1', project.title)
      ),
    panelMenu: at =>
      options.openMenu(
        panelMenuItems(model, actions, trans),
        at,
        trans.__('More actions for projects')
      ),
    navigate
  };
  return actions;
}
