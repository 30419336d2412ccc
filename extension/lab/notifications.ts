import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import { Arrival } from './arrival.ts';
import { BuildNotifications } from './build-notifications.ts';
import { IProjectsPanel, ISwitchDesk } from './lab-tokens.ts';
import { namesOf } from '../words/switch-names.ts';
import { serverPath } from './switch-host.tsx';
import { SwitchNotifications } from './switch-notifications.ts';
import { CommandIDs, IProjectsModel } from '../tokens.ts';

/**
 * Tells the user of builds and switches that are not on the screen, and of the
 * project that a switch has led to.
 */
export const notificationsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-projects:notifications',
  description: 'Tells of builds and switches that go on in the background.',
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
    const trans = (translator ?? nullTranslator).load('jupyterlab-projects');
    new BuildNotifications({ commands, model, panel, trans });
    new SwitchNotifications({ commands, model, desk, panel, trans });
    const landed = (item: Switch): void => {
      const { to, from, previous } = namesOf(item, model, trans);
      if (from === null) {
        return;
      }
      Notification.success(trans.__('You are in %1.', to), {
        autoClose: 8000,
        actions:
          previous && previous.id !== item.project
            ? [
                {
                  label: trans.__('Back to %1', from),
                  callback: () => {
                    void commands.execute(CommandIDs.switchTo, {
                      project: previous.id
                    });
                  }
                }
              ]
            : []
      });
    };
    new Arrival({
      model,
      asking: desk.asking,
      server: serverPath(),
      origin: location.origin,
      landed
    });
  }
};
