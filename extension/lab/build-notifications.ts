import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { Build } from 'jupyterlab-projects-companion/contract';
import { isBuilding } from './command-rules.ts';
import type { IProjectsPanel } from './lab-tokens.ts';
import { failureSentence } from '../words/sentences.ts';
import type { IProjectsModel } from '../tokens.ts';
import { CommandIDs } from '../tokens.ts';

/**
 * Milliseconds that work goes on before a notification tells of it. Lab draws
 * its first notification only when the code for it has come: a notification
 * that is dismissed earlier stays on the screen for ever, and *Create* shows
 * its build right away.
 */
export const TOLD_AFTER_MS = 1000;

/**
 * Shows one notification for each build, unless the panel shows the build.
 */
export class BuildNotifications {
  constructor(options: BuildNotifications.IOptions) {
    this._options = options;
    options.model.buildChanged.connect((_, build) => {
      this._tell(build);
    }, this);
    options.model.changed.connect(() => {
      this._shown.forEach((shown, build) => {
        this._catchUp(build, shown);
      });
    }, this);
    options.panel.route.changed.connect(() => {
      this._shown.forEach((_, build) => {
        this._hideWhatIsOnScreen(build);
      });
    }, this);
  }

  private _tell(build: Build): void {
    if (this._ended.has(build.id)) {
      return;
    }
    this._hideWhatIsOnScreen(build.id);
    const isEnd = !isBuilding(build);
    const isNews = this._shown.has(build.id) || !this._isOnScreen(build);
    if (isEnd) {
      this._ended.add(build.id);
    }
    if (isNews && (isEnd || this._shown.has(build.id))) {
      this._show(build);
    } else if (isNews) {
      this._showSoon(build);
    }
  }

  private _showSoon(build: Build): void {
    if (this._soon.has(build.id)) {
      return;
    }
    this._soon.add(build.id);
    setTimeout(() => {
      this._soon.delete(build.id);
      if (this._goesOn(build) && !this._isOnScreen(build)) {
        this._show(build);
      }
    }, TOLD_AFTER_MS);
  }

  /** Tell of an end that came with a list after a cut: no event tells of it. */
  private _catchUp(id: string, shown: BuildNotifications.IShown): void {
    const latest = this._latest(shown.project);
    if (!latest || this._ended.has(id)) {
      return;
    }
    if (latest.id !== id) {
      this._ended.add(id);
      Notification.dismiss(shown.notification);
    } else if (!isBuilding(latest)) {
      this._tell(latest);
    }
  }

  private _goesOn({ id, project }: Build): boolean {
    const latest = this._latest(project);
    const known = latest === undefined || latest.id === id;
    return known && !this._ended.has(id) && (!latest || isBuilding(latest));
  }

  /** Return the latest build of a project, as the list has it. */
  private _latest(project: string): Build | undefined {
    const { projects } = this._options.model;
    return projects?.find(({ id }) => id === project)?.build;
  }

  private _show(build: Build): void {
    const shown = this._shown.get(build.id)?.notification;
    if (build.phase === 'cancelled') {
      // Without an id all notifications would be dismissed.
      if (shown !== undefined) {
        Notification.dismiss(shown);
      }
      return;
    }
    const { message, type, autoClose, actions } = this._content(build);
    // A notification that the user has closed is not opened again before the end.
    if (shown === undefined) {
      this._shown.set(build.id, {
        notification: Notification.emit(message, type, { autoClose, actions }),
        project: build.project
      });
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

  /** Dismiss the notification of a build while the panel shows that build. */
  private _hideWhatIsOnScreen(build: string): void {
    const shown = this._shown.get(build);
    if (shown && this._isOnScreen(shown)) {
      this._shown.delete(build);
      Notification.dismiss(shown.notification);
    }
  }

  /** True while the user looks at this build in the panel. */
  private _isOnScreen({ project }: Pick<Build, 'project'>): boolean {
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
  private readonly _shown = new Map<string, BuildNotifications.IShown>();
  private readonly _soon = new Set<string>();
  private readonly _ended = new Set<string>();
}

/**
 * A namespace for `BuildNotifications` statics.
 */
export namespace BuildNotifications {
  /**
   * Options of `BuildNotifications`.
   */
  export interface IOptions {
    readonly commands: CommandRegistry;
    readonly model: IProjectsModel;
    readonly panel: Pick<IProjectsPanel, 'isVisible' | 'route'>;
    readonly trans: TranslationBundle;
  }

  /**
   * The notification of a build, and the build's project, by their ids.
   */
  export interface IShown {
    readonly notification: string;
    readonly project: string;
  }

  /**
   * The contents of one notification.
   */
  export interface IContent {
    readonly message: string;
    readonly type: Notification.TypeOptions;
    readonly autoClose: number | false;
    readonly actions: Notification.IAction[];
  }
}
