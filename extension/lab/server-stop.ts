import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Project } from 'jupyterlab-projects-companion/contract';
import { visible } from '../projects/visible.ts';
import type { PageWork } from '../hand-over/page-work.ts';
import type { IProjectsModel } from '../tokens.ts';

/**
 * The parts that are needed to stop the server of this page.
 */
export interface IServerStopOptions {
  readonly model: Pick<IProjectsModel, 'stop'>;
  readonly work: Pick<PageWork, 'saveInTime' | 'rest'>;
  readonly trans: TranslationBundle;
  /** Leave for the home page, if there is one. */
  readonly leave: () => void;
}

/**
 * Stop this page's own server: after a question, and when everything is saved.
 */
export async function stopOwnServer(
  project: Project,
  { model, work, trans, leave }: IServerStopOptions
): Promise<void> {
  const { button } = await showDialog({
    title: trans.__('Stop the server of %1?', project.title),
    body: trans.__(
      'Open files are saved. Running cells and terminals stop, and this tab goes to your projects.'
    ),
    buttons: [
      Dialog.cancelButton(),
      Dialog.warnButton({ label: trans.__('Stop server') })
    ]
  });
  if (!button.accept) {
    return;
  }
  const unsaved = await work.saveInTime();
  if (unsaved.length > 0) {
    await showDialog({
      title: trans.__('The server goes on'),
      body: trans.__(
        'This could not be saved: %1',
        visible(unsaved.join(', '))
      ),
      buttons: [Dialog.okButton()]
    });
    return;
  }
  // The user asked for this stop, so Lab must not report a lost connection.
  work.rest(true);
  try {
    await model.stop(project.id);
  } catch (error) {
    work.rest(false);
    throw error;
  }
  leave();
}
