import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { IOnNone, IOnProject } from './command-adder.ts';
import { CommandAdder } from './command-adder.ts';
import { CommandFailures } from './command-failures.ts';
import { CommandRules } from './command-rules.ts';
import { tellInLab } from './lab-notices.ts';
import type { IProjectsPanel, ISwitchDesk } from './lab-tokens.ts';
import { removedNotice } from '../words/notice.ts';
import { removalLabel, removalReason } from '../words/removal.ts';
import { RESCUE } from '../projects/rescue.ts';
import { logPlace } from '../panel/parts/route.ts';
import { stopOwnServer } from './server-stop.ts';
import type { IProjectsModel } from '../tokens.ts';
import { CommandIDs } from '../tokens.ts';

/**
 * The commands of the projects.
 */
export class ProjectCommands {
  constructor(options: ProjectCommands.IOptions) {
    this._options = options;
    this._rules = new CommandRules(options.model);
  }

  /**
   * Add the commands to the registry.
   */
  add(): void {
    const { commands, model } = this._options;
    const rules = this._rules;
    const failures = new CommandFailures(this._options);
    const adder = new CommandAdder({ ...this._options, rules, failures });
    for (const [id, command] of Object.entries(this._onProject())) {
      adder.addOnProject(id, command);
    }
    for (const [id, command] of Object.entries(this._onNone())) {
      adder.addOnNone(id, command);
    }
    model.changed.connect(() => {
      commands.notifyCommandChanged();
    });
  }

  private _onProject(): Record<string, IOnProject> {
    const { desk, model, panel, trans } = this._options;
    const rules = this._rules;
    const show =
      (view: 'adopt' | 'rename' | 'duplicate') =>
      ({ id }: Project): void => {
        panel.route.show({ view, project: id });
        panel.reveal();
      };
    return {
      [CommandIDs.switchTo]: {
        label: trans.__('Switch Project…'),
        short: trans.__('Switch'),
        ask: trans.__('Switch Project'),
        can: rules.canSwitchTo,
        run: async (project, image) => {
          await desk.asking.ask(project.id, image);
        }
      },
      [CommandIDs.rebuild]: {
        label: trans.__('Rebuild This Project'),
        short: trans.__('Rebuild'),
        can: rules.canRebuild,
        run: project => this._rebuild(project)
      },
      [CommandIDs.showLog]: {
        label: trans.__('Show Log'),
        short: trans.__('Show log'),
        can: rules.hasLog,
        run: project => {
          panel.route.show(logPlace(project));
          panel.reveal();
        }
      },
      [CommandIDs.cancelBuild]: {
        label: trans.__('Cancel Build'),
        short: trans.__('Cancel build'),
        ask: trans.__('Cancel the Build of'),
        can: rules.canCancelBuild,
        run: project => model.cancelBuild(project.build?.id ?? '')
      },
      [CommandIDs.copySource]: {
        label: trans.__('Copy Source Link'),
        short: trans.__('Copy source link'),
        can: rules.hasSource,
        run: project => navigator.clipboard.writeText(project.source?.url ?? '')
      },
      [CommandIDs.stop]: {
        label: trans.__('Stop Server of Project…'),
        short: trans.__('Stop server'),
        ask: trans.__('Stop Server of Project'),
        can: rules.canStop,
        run: project =>
          this._options.isHere(project)
            ? stopOwnServer(project, {
                ...{ model, trans, work: desk.work },
                leave: this._options.leave
              })
            : model.stop(project.id)
      },
      [CommandIDs.adopt]: {
        label: trans.__('Adopt Folder…'),
        short: trans.__('Adopt…'),
        ask: trans.__('Adopt Folder'),
        can: rules.canAdopt,
        run: show('adopt')
      },
      [CommandIDs.rename]: {
        label: trans.__('Rename This Project…'),
        short: trans.__('Rename…'),
        can: rules.canRename,
        run: show('rename')
      },
      [CommandIDs.duplicate]: {
        label: trans.__('Duplicate Project…'),
        short: trans.__('Duplicate…'),
        ask: trans.__('Duplicate Project'),
        can: rules.canDuplicate,
        run: show('duplicate')
      },
      [CommandIDs.moveToTrash]: {
        label: trans.__('Move Project to Trash…'),
        short: project => removalLabel(project, trans),
        ask: trans.__('Move Project to Trash'),
        can: project => removalReason(project, model, trans) === undefined,
        reason: project => removalReason(project, model, trans),
        run: async project => {
          const trashed = await model.remove(project.id);
          tellInLab(removedNotice(project, trashed, model, trans), trans);
        }
      }
    };
  }

  private _onNone(): Record<string, IOnNone> {
    const { desk, model, open, panel, trans } = this._options;
    const rules = this._rules;
    return {
      [CommandIDs.show]: {
        label: trans.__('Show Projects Panel'),
        run: () => {
          panel.reveal();
        }
      },
      [CommandIDs.create]: {
        label: trans.__('New Project…'),
        can: () => rules.isOnline,
        run: () => {
          panel.route.show({ view: 'create' });
          panel.reveal();
        }
      },
      [CommandIDs.switchBack]: {
        label: trans.__('Switch Back to Previous Project'),
        can: () => rules.previous !== undefined,
        run: async () => {
          const { previous } = rules;
          if (previous) {
            await desk.asking.ask(previous.id);
          }
        }
      },
      [CommandIDs.openRescue]: {
        label: trans.__('Open Rescue Lab'),
        short: trans.__('Open rescue Lab'),
        can: () => rules.canOpenRescue,
        shown: rules.showsRescue,
        run: async () => {
          await desk.asking.ask(RESCUE);
        }
      },
      [CommandIDs.cancelSwitch]: {
        label: trans.__('Cancel Switch'),
        can: () => rules.canCancelSwitch,
        run: () => model.cancelSwitch()
      },
      [CommandIDs.showTrash]: {
        label: trans.__('Show Trash'),
        short: trans.__('Trash'),
        run: () => {
          panel.route.show({ view: 'trash' });
          panel.reveal();
        }
      },
      [CommandIDs.home]: {
        label: trans.__('Open Projects Home Page'),
        short: trans.__('Open home page'),
        run: () => {
          open();
        }
      }
    };
  }

  /** Rebuild; the active project then moves: its switch waits for the build. */
  private async _rebuild(project: Project): Promise<void> {
    const { desk, model } = this._options;
    await model.rebuild(project.id);
    if (project.active) {
      await desk.asking.ask(project.id);
    }
  }

  private readonly _options: ProjectCommands.IOptions;
  private readonly _rules: CommandRules;
}

/**
 * A namespace for `ProjectCommands` statics.
 */
export namespace ProjectCommands {
  /**
   * Options of `ProjectCommands`.
   */
  export interface IOptions {
    readonly commands: CommandRegistry;
    readonly model: IProjectsModel;
    readonly desk: Pick<ISwitchDesk, 'asking' | 'stage' | 'work'>;
    readonly panel: IProjectsPanel;
    readonly trans: TranslationBundle;

    /**
     * Open the home page of the projects.
     */
    readonly open: () => void;

    /**
     * Leave this page for the home page.
     */
    readonly leave: () => void;

    /**
     * True when this page is from the project's server.
     */
    readonly isHere: (project: Project) => boolean;
  }
}
