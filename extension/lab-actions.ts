import type { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { PanelActions } from './panel/actions.ts';
import { leave } from './leaving.ts';
import { CommandIDs } from './tokens.ts';

/** The overflow menu of a project; `null` is a divider (UI.md 2). */
const MENU = [
  CommandIDs.switchTo,
  null,
  CommandIDs.rebuild,
  CommandIDs.showLog,
  null,
  CommandIDs.copySource,
  null,
  CommandIDs.stop,
  CommandIDs.remove
];

/**
 * What the panel asks of Lab: each is a command.
 */
export function labActions(commands: CommandRegistry): PanelActions {
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
    rebuild: (project, thenSwitch) => {
      const args = { project: project.id };
      void commands.execute(CommandIDs.rebuild, args).then(() => {
        // The command itself switches to the active one.
        if (thenSwitch && !project.active) {
          run(CommandIDs.switchTo, project);
        }
      });
    },
    showLog: project => {
      run(CommandIDs.showLog, project);
    },
    copySource: project => {
      run(CommandIDs.copySource, project);
    },
    stop: project => {
      run(CommandIDs.stop, project);
    },
    remove: project => {
      run(CommandIDs.remove, project);
    },
    menu: (project, at) => openMenu(commands, project, at),
    navigate: url => {
      leave(url, false);
    }
  };
}

function openMenu(
  commands: CommandRegistry,
  project: Project,
  at: { x: number; y: number }
): Promise<void> {
  const menu = new Menu({ commands });
  menu.addClass('jp-Projects-menu');
  for (const command of MENU) {
    menu.addItem(
      command === null
        ? { type: 'separator' }
        : { command, args: { project: project.id, short: true } }
    );
  }
  return new Promise(resolve => {
    menu.aboutToClose.connect(() => {
      resolve();
      // The item that was chosen is run after this.
      setTimeout(() => {
        menu.dispose();
      }, 0);
    });
    menu.open(at.x, at.y);
  });
}
