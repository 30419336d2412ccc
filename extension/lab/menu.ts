import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Menu } from '@lumino/widgets';
import { IProjectsPanel } from './lab-tokens.ts';
import { whenPresent } from './model-plugin.ts';
import { CommandIDs, IProjectsModel } from '../tokens.ts';

/** The commands in the groups and the order of UI.md 8. */
const GROUPS = [
  [CommandIDs.show, CommandIDs.create],
  [
    CommandIDs.switchTo,
    CommandIDs.switchBack,
    CommandIDs.cancelSwitch,
    CommandIDs.openRescue
  ],
  [CommandIDs.rebuild, CommandIDs.showLog, CommandIDs.cancelBuild],
  [CommandIDs.copySource, CommandIDs.home],
  [CommandIDs.stop, CommandIDs.moveToTrash, CommandIDs.showTrash]
];

/**
 * Adds the commands to the palette and to the menu File > Projects.
 */
export const menuPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-projects:menu',
  description: 'Adds the commands of the projects to the palette and the menu.',
  autoStart: true,
  optional: [
    IProjectsModel,
    IProjectsPanel,
    ICommandPalette,
    IMainMenu,
    ITranslator
  ],
  activate: (
    { commands }: JupyterFrontEnd,
    model: IProjectsModel | null,
    panel: IProjectsPanel | null,
    palette: ICommandPalette | null,
    mainMenu: IMainMenu | null,
    translator: ITranslator | null
  ) => {
    if (!model || !panel) {
      return;
    }
    const trans = (translator ?? nullTranslator).load('jupyterlab-projects');
    const category = trans.__('Projects');
    const submenu = new Menu({ commands });
    submenu.id = 'jp-mainmenu-file-projects';
    submenu.title.label = category;
    GROUPS.forEach((group, index) => {
      if (index > 0) {
        submenu.addItem({ type: 'separator' });
      }
      group.forEach(command => {
        submenu.addItem({ command });
      });
    });
    // Not awaited: Lab must not wait for the companion to start.
    void whenPresent(model).then(() => {
      GROUPS.flat().forEach(command => {
        palette?.addItem({ command, category });
      });
      mainMenu?.fileMenu.addGroup([{ type: 'submenu', submenu }], 1);
    });
  }
};
