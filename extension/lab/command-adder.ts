import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { CommandFailures } from './command-failures.ts';
import type { CommandRules } from './command-rules.ts';
import { chooseProject } from './project-choice.tsx';
import { CommandIDs } from '../tokens.ts';

/**
 * A command on one project.
 */
export interface IOnProject {
  readonly label: string;
  /** The label in a menu of one project. */
  readonly short: string | ((project: Project) => string);
  readonly can: (project: Project) => boolean;
  /** Returns why it is not possible now; if absent, a common reason is used. */
  readonly reason?: (project: Project) => string | undefined;
  /** The title of the question for a project; without it, the active one. */
  readonly ask?: string;
  readonly run: (project: Project, image?: string) => Promise<void> | void;
}

/**
 * A command on no project.
 */
export interface IOnNone {
  readonly label: string;
  /** The label in a menu of the panel. */
  readonly short?: string;
  readonly can?: () => boolean;
  /** True when it is shown: at all, or, given an id, in that project's menu. */
  readonly shown?: (project: unknown) => boolean;
  readonly run: () => Promise<void> | void;
}

/**
 * Adds commands that know when they are possible, and tell when they fail.
 */
export class CommandAdder {
  constructor(options: CommandAdder.IOptions) {
    this._options = options;
    this._rules = options.rules;
  }

  /**
   * Add a command on no project.
   */
  addOnNone(id: string, command: IOnNone): void {
    const { commands, failures } = this._options;
    commands.addCommand(id, {
      label: args =>
        (args.short === true ? command.short : undefined) ?? command.label,
      isEnabled: () => command.can?.() ?? true,
      isVisible: args => command.shown?.(args.project) ?? true,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => failures.tell(command.run)
    });
  }

  /**
   * Add a command on one project.
   */
  addOnProject(id: string, command: IOnProject): void {
    const { commands, failures, trans } = this._options;
    commands.addCommand(id, {
      label: args => this._label(args, command),
      caption: args => this._reason(args.project, command),
      isEnabled: args => this._isEnabled(args, command),
      describedBy: {
        args: {
          type: 'object',
          properties: {
            project: {
              type: 'string',
              description: command.ask
                ? trans.__('The id of a project; asked for if absent')
                : trans.__('The id of a project; the active one if absent')
            },
            ...(id === CommandIDs.switchTo && {
              image: {
                type: 'string',
                description: trans.__('One of its images; else the newest')
              }
            })
          }
        }
      },
      execute: async args => {
        const project = await this._projectOf(args, command);
        const { image } = args;
        if (project) {
          await failures.tell(() =>
            command.run(project, typeof image === 'string' ? image : undefined)
          );
        }
      }
    });
  }

  private _label(
    args: ReadonlyPartialJSONObject,
    { label, short }: IOnProject
  ): string {
    if (args.short !== true) {
      return label;
    }
    const project = this._rules.find(args.project);
    return typeof short === 'string' ? short : project ? short(project) : label;
  }

  private _isEnabled(
    args: ReadonlyPartialJSONObject,
    command: IOnProject
  ): boolean {
    if (args.project === undefined && command.ask) {
      return this._rules.which(command.can).length > 0;
    }
    const project = this._rules.find(args.project);
    return project !== undefined && command.can(project);
  }

  private async _projectOf(
    args: ReadonlyPartialJSONObject,
    command: IOnProject
  ): Promise<Project | undefined> {
    return args.project === undefined && command.ask
      ? chooseProject(
          this._rules.which(command.can),
          command.ask,
          this._options.trans
        )
      : this._rules.find(args.project);
  }

  /** Return why a command on a project is not possible now. */
  private _reason(id: unknown, command: IOnProject): string {
    const { trans } = this._options;
    const project = id === undefined ? undefined : this._rules.find(id);
    if (!project || command.can(project)) {
      return '';
    }
    if (command.reason) {
      return command.reason(project) ?? '';
    }
    if (!this._rules.isOnline) {
      return trans.__('Projects is offline');
    }
    return project.active ? trans.__('You are working in it') : '';
  }

  private readonly _options: CommandAdder.IOptions;
  private readonly _rules: CommandRules;
}

/**
 * A namespace for `CommandAdder` statics.
 */
export namespace CommandAdder {
  /**
   * Options of `CommandAdder`.
   */
  export interface IOptions {
    readonly commands: CommandRegistry;
    readonly rules: CommandRules;
    readonly failures: CommandFailures;
    readonly trans: TranslationBundle;
  }
}
