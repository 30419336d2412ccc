import type { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { PanelActions } from '../panel/parts/actions.ts';
import { failInLab, tellInLab } from './lab-notices.ts';
import { leave } from '../hand-over/leaving.ts';
import { CommandIDs } from '../tokens.ts';

/** The overflow menu of a project; `null` is a divider (UI.md 2). */
const PROJECT_MENU = [
  CommandIDs.switchTo,
  CommandIDs.openRescue,
  null,
  CommandIDs.rebuild,
  CommandIDs.showLog,
  null,
  CommandIDs.rename,
  CommandIDs.duplicate,
  CommandIDs.copySource,
  null,
  CommandIDs.stop,
  CommandIDs.moveToTrash
];

/** The menu of the panel. */
const PANEL_MENU = [
  CommandIDs.showTrash,
  CommandIDs.openRescue,
  null,
  CommandIDs.home
];

/**
 * Make the actions of the panel, most of which run a command of Lab.
 */
export function labActions(
  commands: CommandRegistry,
  trans: TranslationBundle
): PanelActions {
  const run = (command: string, project: Project, image?: string): void => {
    void commands.execute(command, {
      project: project.id,
      ...(image === undefined ? {} : { image })
    });
  };
  return {
    switchTo: (project, image) => {
      run(CommandIDs.switchTo, project, image);
    },
    openRescue: () => {
      void commands.execute(CommandIDs.openRescue);
    },
    rebuild: (project, thenSwitch) => {
      const args = { project: project.id };
      void commands.execute(CommandIDs.rebuild, args).then(() => {
        // If the project is active, the command itself switches to it.
        if (thenSwitch && !project.active) {
          run(CommandIDs.switchTo, project);
        }
      });
    },
    showLog: project => {
      run(CommandIDs.showLog, project);
    },
    rename: project => {
      run(CommandIDs.rename, project);
    },
    duplicate: project => {
      run(CommandIDs.duplicate, project);
    },
    copySource: project => {
      run(CommandIDs.copySource, project);
    },
    stop: project => {
      run(CommandIDs.stop, project);
    },
    remove: project => {
      run(CommandIDs.moveToTrash, project);
    },
    showTrash: () => {
      void commands.execute(CommandIDs.showTrash);
    },
    tell: notice => {
      tellInLab(notice, trans);
    },
    fail: error => {
      failInLab(error, trans);
    },
    menu: (project, at) =>
      openMenu(commands, PROJECT_MENU, { project: project.id }, at),
    panelMenu: at => openMenu(commands, PANEL_MENU, {}, at),
    navigate: url => {
      leave(url, false);
    }
  };
}

function openMenu(
  commands: CommandRegistry,
  items: readonly (string | null)[],
  on: { project?: string },
  at: { x: number; y: number }
): Promise<void> {
  const menu = new Menu({ commands });
  menu.addClass('jp-Projects-menu');
  for (const command of items) {
    menu.addItem(
      command === null
        ? { type: 'separator' }
        : { command, args: { ...on, short: true } }
    );
  }
  return new Promise(resolve => {
    menu.aboutToClose.connect(() => {
      resolve();
      // The chosen item runs after this, and needs the menu until then.
      setTimeout(() => {
        menu.dispose();
      }, 0);
    });
    menu.open(at.x, at.y);
  });
}
