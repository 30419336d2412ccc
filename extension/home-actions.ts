import type { TranslationBundle } from '@jupyterlab/translation';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { PanelActions } from './panel/actions.ts';
import type { PanelRoute } from './panel/route.ts';
import { underWay } from './panel/project-words.ts';
import { isUnderWay } from './panel/switch-stage.ts';
import type { IProjectsModel } from './tokens.ts';

/**
 * One line of the overflow menu; `null` is a divider.
 */
export type MenuItem = {
  readonly label: string;
  /** Why it cannot be chosen now. */
  readonly unless?: string | undefined;
  readonly run: () => void;
} | null;

/**
 * What the home page's actions need.
 */
export interface IHomeActionsOptions {
  readonly model: IProjectsModel;
  readonly route: PanelRoute;
  readonly trans: TranslationBundle;
  /** Go to a server. */
  readonly navigate: (url: string) => void;
  /** Tell what was asked for and did not work. */
  readonly onFailure: (error: unknown) => void;
  readonly copy: (text: string) => Promise<void>;
  /** Show a menu; resolves when it has closed. */
  readonly openMenu: (
    items: readonly MenuItem[],
    at: { x: number; y: number },
    name: string
  ) => Promise<void>;
}

/**
 * What the panel asks of the home page: there are no commands, so the model is
 * called directly.
 */
export function homeActions(options: IHomeActionsOptions): PanelActions {
  const { model, route, trans, navigate, onFailure } = options;
  const attempt = (call: () => Promise<unknown>): void => {
    call().catch(onFailure);
  };
  const actions: PanelActions = {
    switchTo: (project, image) => {
      if (project.active && project.url !== undefined && image === undefined) {
        navigate(project.url);
      } else {
        attempt(() => model.switchTo(project.id, image));
      }
    },
    rebuild: (project, thenSwitch = project.active) => {
      attempt(async () => {
        await model.rebuild(project.id);
        route.show({ view: 'build', project: project.id });
        if (thenSwitch) {
          await model.switchTo(project.id);
        }
      });
    },
    showLog: project => {
      route.show({ view: 'build', project: project.id });
    },
    copySource: project => {
      attempt(() => options.copy(project.source?.url ?? ''));
    },
    stop: project => {
      attempt(() => model.stop(project.id));
    },
    remove: project => {
      attempt(() => model.remove(project.id));
    },
    menu: (project, at) =>
      options.openMenu(
        menuItems(project, model, actions, trans),
        at,
        trans.__('More actions for %1', project.title)
      ),
    navigate
  };
  return actions;
}

/**
 * The overflow menu of a project, in the order of UI.md 2. What is not possible
 * now stays where it is and says why.
 */
export function menuItems(
  project: Project,
  model: IProjectsModel,
  actions: PanelActions,
  trans: TranslationBundle
): MenuItem[] {
  const reasons = reasonsOf(project, model, trans);
  const item = (
    label: string,
    run: (project: Project) => void,
    unless: (string | false)[]
  ): MenuItem => ({
    label,
    unless: unless.find(reason => reason !== false),
    run: () => {
      run(project);
    }
  });
  const { offline, switching, unbuilt, building, sourceless } = reasons;
  return [
    item(
      project.active ? trans.__('Open') : trans.__('Switch'),
      target => {
        actions.switchTo(target);
      },
      [offline, switching, unbuilt]
    ),
    null,
    item(
      trans.__('Rebuild'),
      target => {
        actions.rebuild(target);
      },
      [offline, building, sourceless]
    ),
    item(
      trans.__('Show log'),
      target => {
        actions.showLog(target);
      },
      [reasons.logless]
    ),
    null,
    item(
      trans.__('Copy source link'),
      target => {
        actions.copySource(target);
      },
      [sourceless]
    ),
    null,
    item(
      trans.__('Stop server'),
      target => {
        actions.stop(target);
      },
      [offline, reasons.active, reasons.stopped]
    ),
    item(
      trans.__('Remove'),
      target => {
        actions.remove(target);
      },
      [offline, reasons.folder, building]
    )
  ];
}

/**
 * Why something is not possible with a project, each a sentence if it is so.
 */
function reasonsOf(
  project: Project,
  model: IProjectsModel,
  trans: TranslationBundle
): Record<
  | 'offline'
  | 'switching'
  | 'unbuilt'
  | 'building'
  | 'sourceless'
  | 'logless'
  | 'active'
  | 'stopped'
  | 'folder',
  string | false
> {
  const { build, source, active, state } = project;
  const busy = underWay(build) !== undefined;
  return {
    offline:
      model.connection.state !== 'online' && trans.__('Projects is offline.'),
    switching:
      isUnderWay(model.switching) && trans.__('Another switch is under way.'),
    unbuilt: never(project) && trans.__('It was not built yet.'),
    building: busy && trans.__('It is being built.'),
    sourceless: !source && trans.__('Its source is not known.'),
    logless: build === undefined && trans.__('It was not built yet.'),
    active: active && trans.__('You are working in it.'),
    stopped: state !== 'running' && trans.__('It does not run.'),
    folder: state !== 'unbuilt' && trans.__('It has a folder.')
  };
}

function never({ images, build }: Project): boolean {
  return images.length === 0 && underWay(build) === undefined;
}
