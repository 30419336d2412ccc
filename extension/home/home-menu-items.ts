import type { TranslationBundle } from '@jupyterlab/translation';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { PanelActions } from '../panel/parts/actions.ts';
import { duplicable, underWay } from '../projects/project-rules.ts';
import { removalLabel, removalReason } from '../words/removal.ts';
import { isTroubled, offersRescue } from '../projects/rescue.ts';
import { hasLog } from '../projects/project-rules.ts';
import { isUnderWay } from '../projects/switch-rules.ts';
import type { IProjectsModel } from '../tokens.ts';

/**
 * One line of the overflow menu; `null` is a divider.
 */
export type MenuItem = {
  readonly label: string;
  /** The reason why it cannot be chosen now, if there is one. */
  readonly unless?: string | undefined;
  readonly run: () => void;
} | null;

/**
 * The overflow menu of a project, in the order of UI.md 2. An item that is not
 * possible now keeps its place and says why.
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
    ...(offersRescue(model) && isTroubled(project, model)
      ? [
          item(
            trans.__('Open rescue Lab'),
            () => {
              actions.openRescue();
            },
            [offline, switching]
          )
        ]
      : []),
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
      trans.__('Rename…'),
      target => {
        actions.rename(target);
      },
      [offline, reasons.folder]
    ),
    item(
      trans.__('Duplicate…'),
      target => {
        actions.duplicate(target);
      },
      [offline, reasons.uncopied]
    ),
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
      [offline, reasons.stopped]
    ),
    item(
      removalLabel(project, trans),
      target => {
        actions.remove(target);
      },
      [removalReason(project, model, trans) ?? false]
    )
  ];
}

/**
 * The menu of the panel.
 */
export function panelMenuItems(
  model: IProjectsModel,
  actions: PanelActions,
  trans: TranslationBundle
): MenuItem[] {
  const trash = {
    label: trans.__('Trash'),
    run: () => {
      actions.showTrash();
    }
  };
  const rescue = {
    label: trans.__('Open rescue Lab'),
    unless: isUnderWay(model.switching)
      ? trans.__('Another switch is under way.')
      : undefined,
    run: () => {
      actions.openRescue();
    }
  };
  return offersRescue(model) ? [trash, rescue] : [trash];
}

/**
 * Return each reason against an action: a sentence if it holds, else false.
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
  | 'stopped'
  | 'folder'
  | 'uncopied',
  string | false
> {
  const { build, source, state } = project;
  const busy = underWay(build) !== undefined;
  return {
    offline:
      model.connection.state !== 'online' && trans.__('Projects is offline.'),
    switching:
      isUnderWay(model.switching) && trans.__('Another switch is under way.'),
    unbuilt: never(project) && trans.__('It was not built yet.'),
    building: busy && trans.__('It is being built.'),
    sourceless: !source && trans.__('Its source is not known.'),
    logless: !hasLog(project) && trans.__('It was not built yet.'),
    stopped: state !== 'running' && trans.__('It does not run.'),
    folder: folderReason(project, trans),
    uncopied: !duplicable(project) && trans.__('It has no files to copy.')
  };
}

function folderReason(
  { state }: Project,
  trans: TranslationBundle
): string | false {
  return state === 'unmanaged' && trans.__('It is a folder, not a project.');
}

function never({ images, build }: Project): boolean {
  return images.length === 0 && underWay(build) === undefined;
}
