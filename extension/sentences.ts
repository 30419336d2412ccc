import type { TranslationBundle } from '@jupyterlab/translation';
import type { Failure } from 'jupyterlab-projects-companion/contract';

/**
 * One translated sentence for what went wrong; the companion's English `detail`
 * where this page does not know the code.
 */
export function failureSentence(
  failure: Failure,
  trans: TranslationBundle
): string {
  return failure.detail || trans.__('This did not work.');
}
