import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILauncher } from '@jupyterlab/launcher';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { addIcon } from '@jupyterlab/ui-components';
import { DisposableSet } from '@lumino/disposable';
import type { CommandRegistry } from '@lumino/commands';
import type { Project } from 'jupyterlab-projects-companion/contract';
import { CommandRules } from './command-rules.ts';
import { visible } from '../projects/visible.ts';
import { projectIcon } from '../icons.ts';
import { whenPresent } from './model-plugin.ts';
import { sourceLine } from '../panel/parts/source-line.tsx';
import { CommandIDs, IProjectsModel } from '../tokens.ts';

const ID = 'jupyterlab-projects:launcher';

/** Tiles run commands of their own, whose labels are titles. */
const OPEN = 'projects:open-tile';
const NEW = 'projects:new-tile';

/** The number of tiles until the settings are read. */
const TILES = 5;

/**
 * The last used projects as tiles of the launcher.
 */
export const launcherPlugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Adds the last used projects to the launcher.',
  autoStart: true,
  optional: [IProjectsModel, ILauncher, ITranslator, ISettingRegistry],
  activate: (
    { commands }: JupyterFrontEnd,
    model: IProjectsModel | null,
    launcher: ILauncher | null,
    translator: ITranslator | null,
    registry: ISettingRegistry | null
  ) => {
    if (!model || !launcher) {
      return;
    }
    const trans = (translator ?? nullTranslator).load('jupyterlab-projects');
    const tiles = new ProjectTiles({ commands, model, launcher, trans });
    void whenPresent(model).then(() => {
      tiles.show(TILES);
      void registry
        ?.load(ID)
        .then(settings => {
          const read = (): void => {
            tiles.show(Number(settings.get('tiles').composite));
          };
          settings.changed.connect(read);
          read();
        })
        .catch(() => undefined);
    });
  }
};

/**
 * Keeps the tiles in step with the projects.
 */
export class ProjectTiles {
  constructor(options: ProjectTiles.IOptions) {
    this._options = options;
    this._rules = new CommandRules(options.model);
    this._addCommands();
    options.model.changed.connect(() => {
      this._update();
    });
  }

  /**
   * Show at most `count` tiles and one for a new project; for 0 none at all.
   */
  show(count: number): void {
    this._count = count;
    this._shown = '';
    this._update();
  }

  private _update(): void {
    const projects = this._rules
      .which(project => !project.active && project.images.length > 0)
      .slice(0, this._count);
    // Adding a tile renders every open launcher, so unchanged tiles stay.
    const shown = JSON.stringify(
      projects.map(({ id, title, state }) => [id, title, state])
    );
    if (shown === this._shown) {
      return;
    }
    this._shown = shown;
    this._tiles.dispose();
    this._tiles = new DisposableSet();
    if (this._count > 0) {
      this._add(projects);
    }
  }

  private _add(projects: readonly Project[]): void {
    const { launcher, trans } = this._options;
    const category = trans.__('Projects');
    projects.forEach(({ id }, rank) => {
      this._tiles.add(
        launcher.add({
          command: OPEN,
          args: { project: id },
          category,
          rank,
          ...FIRST
        })
      );
    });
    this._tiles.add(
      launcher.add({ command: NEW, category, rank: TILES + 1, ...FIRST })
    );
  }

  private _addCommands(): void {
    const { commands, trans } = this._options;
    commands.addCommand(OPEN, {
      label: args => shortened(this._rules.find(args.project)?.title ?? ''),
      caption: args => this._caption(args.project),
      icon: projectIcon,
      describedBy: {
        args: {
          type: 'object',
          properties: { project: { type: 'string' } },
          required: ['project']
        }
      },
      execute: ({ project }) =>
        commands.execute(CommandIDs.switchTo, { project })
    });
    commands.addCommand(NEW, {
      label: trans.__('New project'),
      caption: trans.__('Make a project of a repository'),
      icon: addIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => commands.execute(CommandIDs.create)
    });
  }

  private _caption(id: unknown): string {
    const { trans } = this._options;
    const project = this._rules.find(id);
    const from = project?.source
      ? sourceLine(project.source)
      : visible(project?.name ?? '');
    const title = project?.title ?? '';
    const whole = shortened(title) === title ? '' : `${title}. `;
    return project?.state === 'running'
      ? whole + trans.__('Running. Switch to %1.', from)
      : whole + trans.__('Switch to %1.', from);
  }

  private readonly _options: ProjectTiles.IOptions;
  private readonly _rules: CommandRules;
  private _count = 0;
  private _shown = '';
  private _tiles = new DisposableSet();
}

/** The number of letters that fit on the two lines of a tile. */
const LABEL = 28;

/** Shorten a long name, which would stretch all tiles of its row. */
function shortened(title: string): string {
  const letters = Array.from(title);
  return letters.length > LABEL
    ? `${letters.slice(0, LABEL - 1).join('')}…`
    : title;
}

/** Puts the tiles first from Lab 4.6 on; earlier versions ignore it. */
const FIRST = { categoryRank: 10 };

/**
 * A namespace for `ProjectTiles` statics.
 */
export namespace ProjectTiles {
  /**
   * Options of `ProjectTiles`.
   */
  export interface IOptions {
    readonly commands: CommandRegistry;
    readonly model: IProjectsModel;
    readonly launcher: Pick<ILauncher, 'add'>;
    readonly trans: TranslationBundle;
  }
}
