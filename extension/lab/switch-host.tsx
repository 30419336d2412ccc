import { JupyterLab } from '@jupyterlab/application';
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ReactWidget } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import React from 'react';
import { Asking } from '../projects/asking.ts';
import { companionUrl } from '../projects/companion-url.ts';
import { Documents } from '../hand-over/documents.ts';
import { HandOver } from '../hand-over/hand-over.ts';
import type { IDoor } from '../hand-over/hand-over-options.ts';
import { labActions } from './lab-actions.ts';
import { ISwitchDesk } from './lab-tokens.ts';
import { leave } from '../hand-over/leaving.ts';
import { projectOfServer } from '../projects/page-project.ts';
import { PageWork } from '../hand-over/page-work.ts';
import { SwitchStage } from '../panel/switch/switch-stage.ts';
import { SwitchView } from '../panel/switch/switch-view.tsx';
import { RunningWork } from '../hand-over/running-work.ts';
import { IProjectsModel } from '../tokens.ts';
import { WorkspaceLayout } from '../hand-over/workspace-layout.ts';
import { isTyping } from '../hand-over/typing.ts';

const ID = 'jupyterlab-projects:switch';

/** In ms; a page that is still open by then will not be left any more. */
const PATIENCE = 15_000;

/**
 * Provides this page's part in a switch, and shows the dialogs of a switch.
 */
export const switchPlugin: JupyterFrontEndPlugin<ISwitchDesk | null> = {
  id: ID,
  description: 'Moves this page to another project, and shows how it goes.',
  autoStart: true,
  provides: ISwitchDesk,
  optional: [
    IProjectsModel,
    ITranslator,
    IDocumentManager,
    JupyterLab.IInfo,
    ISettingRegistry,
    IStateDB
  ],
  activate: (
    app: JupyterFrontEnd,
    model: IProjectsModel | null,
    translator: ITranslator | null,
    documents: IDocumentManager | null,
    info: JupyterLab.IInfo | null,
    settings: ISettingRegistry | null,
    state: IStateDB | null
  ) => {
    if (!model) {
      return null;
    }
    const mayMove = readMayMove(settings);
    const asking = new Asking({
      model,
      page: sessionStorage,
      site: localStorage
    });
    const stage = new SwitchStage({
      model,
      // A switch of another tab or of a script must not stop the work here.
      opens: item => !document.hidden && asking.where(item.project) === 'here'
    });
    const work = workOf(app, documents, info);
    const handOver = new HandOver({
      model,
      asking,
      mayMove,
      work,
      door: doorOf(app, state, model),
      server: serverPath(),
      visible: () => !document.hidden
    });
    const trans = (translator ?? nullTranslator).load('jupyterlab-projects');
    const home = companionUrl(name => PageConfig.getOption(name));
    const host = ReactWidget.create(
      <SwitchView
        {...{ model, stage, handOver, trans }}
        actions={labActions(app.commands, trans)}
        shell="lab"
        {...(home === null ? {} : { home })}
        navigate={url => {
          leave(url, false);
        }}
      />
    );
    host.addClass('jp-Projects-switchHost');
    Widget.attach(host, document.body);
    return { asking, stage, handOver, work };
  }
};

/**
 * Path of this page's server, as in `/user/<user>/<server>/`.
 */
export function serverPath(): string {
  return new URL(PageConfig.getBaseUrl(), location.href).pathname;
}

/**
 * Return the workspace in which this page's project opens; the project's slug
 * is its name.
 */
function wayBack(model: IProjectsModel): string {
  return projectOfServer(model, serverPath())?.slug ?? '';
}

function doorOf(
  { serviceManager }: JupyterFrontEnd,
  state: IStateDB | null,
  model: IProjectsModel
): IDoor {
  const layout = new WorkspaceLayout({
    state,
    workspaces: serviceManager.workspaces,
    ids: () => [PageConfig.getOption('workspace'), wayBack(model)]
  });
  let kept: Promise<void> | undefined;
  return {
    // This server saves the layout while the companion is asked to move.
    prepare: () => {
      kept = layout.save();
    },
    leave: async ({ url }, discard) => {
      // The cover fades in meanwhile, and while the browser loads the new page.
      await (kept ?? layout.save());
      if (url) {
        leave(url, discard);
      }
    },
    patience: () => pause(PATIENCE)
  };
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}

function workOf(
  app: JupyterFrontEnd,
  manager: IDocumentManager | null,
  info: JupyterLab.IInfo | null
): PageWork {
  let lastKey = 0;
  document.addEventListener(
    'keydown',
    event => {
      if (isTyping(event)) {
        lastKey = Date.now();
      }
    },
    { capture: true, passive: true }
  );
  return new PageWork({
    documents: new Documents({
      widgets: area => app.shell.widgets(area),
      manager: manager ?? { contextForWidget: () => undefined }
    }),
    running: new RunningWork(app.serviceManager),
    sinceKey: () => Date.now() - lastKey,
    setConnected: connected => {
      if (info) {
        info.isConnected = connected;
      }
    }
  });
}

/** Read the setting; a tab may move by itself until it says no. */
function readMayMove(registry: ISettingRegistry | null): () => boolean {
  let allowed = true;
  void registry
    ?.load(ID)
    .then(settings => {
      const read = (): void => {
        allowed = settings.get('autoMove').composite !== false;
      };
      settings.changed.connect(read);
      read();
    })
    .catch(() => undefined);
  return () => allowed;
}
