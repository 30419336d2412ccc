import {
  ConnectionLost,
  IConnectionLost,
  JupyterFrontEnd,
  JupyterLab
} from '@jupyterlab/application';
import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import { ISwitchDesk } from './lab-tokens.ts';
import { hasMoved, isUnderWay } from './panel/switch-stage.ts';
import { failInLab } from './lab-notices.ts';
import { ServerEnded } from './server-ended.ts';
import { ServiceGone } from './service-gone.ts';
import { serverPath } from './switch-host.tsx';
import { IProjectsModel } from './tokens.ts';

/**
 * A tab whose server is gone says where its project went; what is not ours to
 * explain is left to what Lab would do.
 */
export const connectionLostPlugin: JupyterFrontEndPlugin<IConnectionLost> = {
  id: 'jupyterlab-projects:connection-lost',
  description: 'Explains a server that was stopped because of a switch.',
  autoStart: true,
  provides: IConnectionLost,
  optional: [
    IProjectsModel,
    ISwitchDesk,
    ITranslator,
    JupyterFrontEnd.IPaths,
    JupyterLab.IInfo
  ],
  activate: (
    app: JupyterFrontEnd,
    model: IProjectsModel | null,
    desk: ISwitchDesk | null,
    translator: ITranslator | null,
    paths: JupyterFrontEnd.IPaths | null,
    info: JupyterLab.IInfo | null
  ): IConnectionLost => {
    const fallback = paths?.urls.hubPrefix
      ? onHub(app, paths, info, translator ?? nullTranslator)
      : ConnectionLost;
    const trans = (translator ?? nullTranslator).load('jupyterlab-projects');
    const gone = model && new ServiceGone({ model, trans });
    const ended =
      model && desk && endedServer(model, desk, trans, serverPath());
    return async (...lost) => {
      if (model && desk && isExplained(model.switching, serverPath())) {
        desk.handOver.lost();
      } else if (gone?.isCause) {
        gone.show();
      } else if (ended?.isCause) {
        await ended.show();
      } else {
        await fallback(...lost);
      }
    };
  }
};

/**
 * Whether the server of a page is gone, or going, because of a switch.
 */
export function isExplained(item: Switch | null, server: string): boolean {
  return (
    item !== null &&
    item.previousServer === server &&
    (hasMoved(item) || (item.strategy === 'recreate' && isUnderWay(item)))
  );
}

function endedServer(
  model: IProjectsModel,
  { asking, work }: ISwitchDesk,
  trans: TranslationBundle,
  server: string
): ServerEnded {
  return new ServerEnded({
    ...{ model, server, trans, documents: work.documents },
    open: async ({ id }) => {
      try {
        await asking.ask(id);
      } catch (error) {
        failInLab(error, trans);
      }
    }
  });
}

/** As Lab's own on a Hub, which this plugin stands in for. */
function onHub(
  app: JupyterFrontEnd,
  paths: JupyterFrontEnd.IPaths,
  info: JupyterLab.IInfo | null,
  translator: ITranslator
): IConnectionLost {
  const trans = translator.load('jupyterlab');
  let isShown = false;
  return async () => {
    if (isShown) {
      return;
    }
    isShown = true;
    rest(info, true);
    const { button } = await showDialog({
      title: trans.__('Server unavailable or unreachable'),
      body: trans.__(
        'Your server at %1 is not running.\nWould you like to restart it?',
        paths.urls.base
      ),
      buttons: [
        Dialog.okButton({ label: trans.__('Restart') }),
        Dialog.cancelButton({ label: trans.__('Dismiss') })
      ]
    });
    rest(info, false);
    isShown = false;
    if (button.accept) {
      await app.commands.execute('hub:restart');
    }
  };
}

function rest(info: JupyterLab.IInfo | null, rests: boolean): void {
  if (info) {
    info.isConnected = !rests;
  }
}
