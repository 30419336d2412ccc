import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Notice } from '../words/notice.ts';
import { NOTICE_MS, UNDO_MS } from '../words/notice.ts';
import { errorSentence } from '../words/sentences.ts';

/**
 * Tell of something that was done, in Lab.
 */
export function tellInLab(
  { text, undo }: Notice,
  trans: TranslationBundle
): void {
  Notification.info(text, {
    autoClose: undo ? UNDO_MS : NOTICE_MS,
    actions: undo
      ? [
          {
            label: trans.__('Undo'),
            callback: () => {
              undo().catch((error: unknown) => {
                failInLab(error, trans);
              });
            }
          }
        ]
      : []
  });
}

/**
 * Tell why something was not done, in Lab.
 */
export function failInLab(error: unknown, trans: TranslationBundle): void {
  Notification.error(errorSentence(error, trans), { autoClose: 10_000 });
}
