import { ILabShell, ILayoutRestorer } from '@jupyterlab/application';
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ReactWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import React from 'react';
import { projectIcon } from '../icons.ts';
import { labActions } from './lab-actions.ts';
import { IProjectsPanel, ISwitchDesk } from './lab-tokens.ts';
import { whenPresent } from './model-plugin.ts';
import { ProjectsView } from '../panel/projects-view.tsx';
import { PanelRoute } from '../panel/parts/route.ts';
import { SwitchStrip } from '../panel/switch/switch-strip.tsx';
import { IProjectsModel } from '../tokens.ts';

/** The panel's id in the shell, also that of its tab. */
const ID = 'jp-projects';

/**
 * The projects in the left sidebar.
 */
export const panelPlugin: JupyterFrontEndPlugin<IProjectsPanel | null> = {
  id: 'jupyterlab-projects:panel',
  description: 'Adds the projects panel to the left sidebar.',
  autoStart: true,
  provides: IProjectsPanel,
  optional: [
    IProjectsModel,
    ISwitchDesk,
    ITranslator,
    ILabShell,
    ILayoutRestorer
  ],
  activate: (
    app: JupyterFrontEnd,
    model: IProjectsModel | null,
    desk: ISwitchDesk | null,
    translator: ITranslator | null,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null
  ) => {
    if (!model || !desk) {
      return null;
    }
    const shell = labShell ?? app.shell;
    const route = new PanelRoute();
    const trans = (translator ?? nullTranslator).load('jupyterlab-projects');
    const widget = widgetOf({ app, model, desk, route, trans });
    void whenPresent(model).then(() => {
      shell.add(widget, 'left', { rank: 150, type: 'Projects' });
      restorer?.add(widget, ID);
    });
    const changed = new Signal<object, void>(route);
    const tell = (): void => {
      changed.emit();
    };
    route.changed.connect(tell);
    // The layout also changes when the sidebar is folded.
    labShell?.layoutModified.connect(tell);
    return {
      route,
      changed,
      get isVisible() {
        return widget.isVisible;
      },
      get showsSwitch() {
        return widget.isVisible && route.place.view === 'list';
      },
      reveal: () => {
        shell.activateById(ID);
      }
    };
  }
};

function widgetOf(options: {
  readonly app: JupyterFrontEnd;
  readonly model: IProjectsModel;
  readonly desk: ISwitchDesk;
  readonly route: PanelRoute;
  readonly trans: TranslationBundle;
}): ReactWidget {
  const { app, model, desk, route, trans } = options;
  const actions = labActions(app.commands, trans);
  const strip = (
    <SwitchStrip
      {...{ model, trans, ...desk }}
      navigate={url => {
        actions.navigate(url);
      }}
      fail={error => {
        actions.fail(error);
      }}
    />
  );
  const widget = ReactWidget.create(
    <ProjectsView {...{ model, trans, actions, route, strip }} shell="lab" />
  );
  widget.id = ID;
  widget.addClass('jp-Projects-panel');
  widget.title.icon = projectIcon;
  widget.title.caption = trans.__('Projects');
  return widget;
}
