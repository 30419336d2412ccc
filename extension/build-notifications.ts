import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { Build } from 'jupyterlab-projects-companion/contract';
import { isBuilding } from './command-rules.ts';
import type { IProjectsPanel } from './lab-tokens.ts';
import { failureSentence } from './sentences.ts';
import type { IProjectsModel } from './tokens.ts';
import { CommandIDs } from './tokens.ts';

/**
 * One notification for each build, unless the panel shows it.
 */
export class BuildNotifications {
  constructor(options: BuildNotifications.IOptions) {
    this._options = options;
    options.model.buildChanged.connect((_, build) => {
      this._tell(build);
    }, this);
  }

  private _tell(build: Build): void {
    if (this._ended.has(build.id)) {
      return;
    }
    const isEnd = !isBuilding(build);
    const isNews = this._shown.has(build.id) || !this._isOnScreen(build);
    if (isEnd) {
      this._ended.add(build.id);
    }
    if (isNews) {
      this._show(build);
    }
  }

  private _show(build: Build): void {
    const shown = this._shown.get(build.id);
    if (build.phase === 'cancelled') {
      Notification.dismiss(shown);
      return;
    }
    const { message, type, autoClose, actions } = this._content(build);
    // A notification that the user has closed is not opened again before the end.
    if (shown === undefined) {
      this._shown.set(
        build.id,
        Notification.emit(message, type, { autoClose, actions })
      );
    } else if (
      !Notification.update({ id: shown, message, type, autoClose, actions }) &&
      !isBuilding(build)
    ) {
      Notification.emit(message, type, { autoClose, actions });
    }
  }

  private _content(build: Build): BuildNotifications.IContent {
    const { commands, model, trans } = this._options;
    const { project } = build;
    const title =
      model.projects?.find(one => one.id === project)?.title ??
      build.source.url.replace(/\.git$/, '').replace(/.*\//, '');
    const action = (label: string, command: string) => ({
      label,
      callback: () => {
        void commands.execute(command, { project });
      }
    });
    const showLog = action(trans.__('Show log'), CommandIDs.showLog);
    if (build.phase === 'built') {
      const isActive = model.projects?.some(
        one => one.id === project && one.active
      );
      return {
        message: trans.__('%1 is built.', title),
        type: 'success',
        autoClose: 10_000,
        actions: isActive
          ? [showLog]
          : [action(trans.__('Switch'), CommandIDs.switchTo), showLog]
      };
    }
    if (build.phase === 'failed') {
      const why = build.error ? failureSentence(build.error, trans) : '';
      return {
        message: trans.__('%1 was not built. %2', title, why).trim(),
        type: 'error',
        autoClose: false,
        actions: [showLog]
      };
    }
    return {
      message: trans.__('Building %1', title),
      type: 'in-progress',
      autoClose: false,
      actions: [action(trans.__('Show'), CommandIDs.showLog)]
    };
  }

  /** Whether the user looks at this build in the panel. */
  private _isOnScreen({ project }: Build): boolean {
    const { isVisible, route } = this._options.panel;
    const { place } = route;
    return (
      isVisible &&
      (place.view === 'build'
        ? place.project === project
        : route.selected === project)
    );
  }

  private readonly _options: BuildNotifications.IOptions;
  private readonly _shown = new Map<string, string>();
  private readonly _ended = new Set<string>();
}

/**
 * A namespace for `BuildNotifications` statics.
 */
export namespace BuildNotifications {
  /**
   * What they need.
   */
  export interface IOptions {
    readonly commands: CommandRegistry;
    readonly model: IProjectsModel;
    readonly panel: Pick<IProjectsPanel, 'isVisible' | 'route'>;
    readonly trans: TranslationBundle;
  }

  /**
   * What one says.
   */
  export interface IContent {
    readonly message: string;
    readonly type: Notification.TypeOptions;
    readonly autoClose: number | false;
    readonly actions: Notification.IAction[];
  }
}
