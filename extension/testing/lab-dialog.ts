/** Lab's own dialogs, which Lab renders some time after the call. */
import { Dialog } from '@jupyterlab/apputils';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });

/** Resolves with the dialog that Lab shows. */
export function shownDialog(): Promise<Dialog<unknown>> {
  return new Promise(resolve => {
    const look = (): void => {
      const dialog = Dialog.tracker.find(one => one.isAttached);
      if (dialog?.node.querySelector('.jp-Dialog-header')?.textContent) {
        resolve(dialog);
      } else {
        setTimeout(look, 0);
      }
    };
    look();
  });
}

/** Press the last button of the dialog, or Esc; resolves with its title. */
export async function answerDialog(accept: boolean): Promise<string> {
  const dialog = await shownDialog();
  const title = dialog.node.querySelector('.jp-Dialog-header')?.textContent;
  if (accept) {
    dialog.resolve(dialog.node.querySelectorAll('button').length - 1);
  } else {
    dialog.reject();
  }
  return title ?? '';
}
