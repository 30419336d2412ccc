import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { PageConfig } from '@jupyterlab/coreutils';
import { companionUrl } from '../projects/companion-url.ts';
import { IProjectsPanel, ISwitchDesk } from './lab-tokens.ts';
import { leave } from '../hand-over/leaving.ts';
import { projectOfServer } from '../projects/page-project.ts';
import { ProjectCommands } from './project-commands.ts';
import { serverPath } from './switch-host.tsx';
import { IProjectsModel } from '../tokens.ts';

/**
 * Adds a command for everything that can be done with projects.
 */
export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-projects:commands',
  description: 'Adds the commands of the projects.',
  autoStart: true,
  optional: [IProjectsModel, ISwitchDesk, IProjectsPanel, ITranslator],
  activate: (
    { commands }: JupyterFrontEnd,
    model: IProjectsModel | null,
    desk: ISwitchDesk | null,
    panel: IProjectsPanel | null,
    translator: ITranslator | null
  ) => {
    if (!model || !desk || !panel) {
      return;
    }
    const home = companionUrl(name => PageConfig.getOption(name)) ?? '/';
    new ProjectCommands({
      commands,
      model,
      desk,
      panel,
      trans: (translator ?? nullTranslator).load('jupyterlab-projects'),
      // This page stays: the home page opens in a tab of its own.
      open: () => {
        window.open(home, '_blank', 'noopener');
      },
      leave: () => {
        leave(home, false);
      },
      isHere: ({ id }) => projectOfServer(model, serverPath())?.id === id
    }).add();
  }
};
