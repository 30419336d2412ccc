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
import { PromiseDelegate } from '@lumino/coreutils';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import { ISwitchDesk } from './lab-tokens.ts';
import { hasMoved, isUnderWay } from '../projects/switch-rules.ts';
import { failInLab } from './lab-notices.ts';
import { ServerEnded } from './server-ended.ts';
import { ServiceGone } from './service-gone.ts';
import { serverPath } from './switch-host.tsx';
import { IProjectsModel } from '../tokens.ts';

/**
 * Explains why the server of a tab is gone. A loss whose cause is not known
 * here is left to the handler that Lab would use.
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
    const causes = model ? causesOf(model, desk, trans) : [];
    const cause = (): ICause | undefined =>
      causes.find(({ isCause }) => isCause);
    let hearing: Promise<void> | undefined;
    return async (...lost) => {
      // Lab may notice first, and its dialog would stand in the way of ours.
      if (model?.connection.state === 'online' && !cause()) {
        // Lab reports each of its parts that has lost the server.
        hearing ??= heardOf(model, cause).finally(() => {
          hearing = undefined;
        });
        await hearing;
      }
      const found = cause();
      await (found ? found.show() : fallback(...lost));
    };
  }
};

/** A possible cause of a lost connection, and how the user is told of it. */
interface ICause {
  readonly isCause: boolean;
  show(): void | Promise<void>;
}

function causesOf(
  model: IProjectsModel,
  desk: ISwitchDesk | null,
  trans: TranslationBundle
): ICause[] {
  const server = serverPath();
  const gone = new ServiceGone({ model, trans });
  if (!desk) {
    return [gone];
  }
  const moved: ICause = {
    get isCause() {
      return isExplained(model.switching, server);
    },
    show: () => {
      desk.handOver.lost();
    }
  };
  return [moved, gone, endedServer(model, desk, trans, server)];
}

/**
 * Milliseconds for the companion to see that a server has ended and to tell
 * this page of it, or for this page to see that the companion is gone.
 */
const NOTICE_MS = 3000;

/** Resolves as soon as the page hears of a cause, or after a while. */
async function heardOf(
  model: IProjectsModel,
  cause: () => ICause | undefined
): Promise<void> {
  const waited = new PromiseDelegate<void>();
  const end = (): void => {
    waited.resolve();
  };
  const look = (): void => {
    if (cause()) {
      end();
    }
  };
  const timer = setTimeout(end, NOTICE_MS);
  model.changed.connect(look);
  // The model shows how this ends.
  model.refresh().catch(() => undefined);
  await waited.promise;
  clearTimeout(timer);
  model.changed.disconnect(look);
}

/**
 * True when the server of a page is gone, or going, because of a switch.
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

/** Do the same as Lab's own handler on a Hub, which this plugin replaces. */
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
