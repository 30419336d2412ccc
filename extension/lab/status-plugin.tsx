import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ReactWidget } from '@jupyterlab/apputils';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import React from 'react';
import { failInLab } from './lab-notices.ts';
import { IProjectsPanel, ISwitchDesk } from './lab-tokens.ts';
import { whenPresent } from './model-plugin.ts';
import { StatusItem } from './status-item.tsx';
import { serverPath } from './switch-host.tsx';
import { TabTitle } from './tab-title.ts';
import { IProjectsModel } from '../tokens.ts';

/**
 * Shows the project of this page in the status bar, and the progress of a
 * switch also in the title of the tab.
 */
export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-projects:status',
  description: 'Shows the project of this page in the status bar.',
  autoStart: true,
  optional: [
    IProjectsModel,
    ISwitchDesk,
    IProjectsPanel,
    IStatusBar,
    ITranslator
  ],
  activate: (
    _app: JupyterFrontEnd,
    model: IProjectsModel | null,
    desk: ISwitchDesk | null,
    panel: IProjectsPanel | null,
    statusBar: IStatusBar | null,
    translator: ITranslator | null
  ) => {
    if (!model || !desk || !panel) {
      return;
    }
    const trans = (translator ?? nullTranslator).load('jupyterlab-projects');
    new TabTitle({ model, trans, document });
    if (!statusBar) {
      return;
    }
    const item = ReactWidget.create(
      <StatusItem
        {...{ model, desk, panel, trans }}
        server={serverPath()}
        fail={error => {
          failInLab(error, trans);
        }}
      />
    );
    item.addClass('jp-Projects-statusItem');
    void whenPresent(model).then(() => {
      statusBar.registerStatusItem('jupyterlab-projects:status', {
        item,
        align: 'left',
        rank: 1
      });
    });
  }
};
