import type { Project } from 'jupyterlab-projects-companion/contract';
import { failureSentence } from './sentences.ts';
import type { ProjectWords, WordsContext } from './words-context.ts';

/**
 * Return the words while a project's folder is being copied, or after the copy
 * failed.
 */
export function copyWords(
  { copy }: Project,
  { trans }: WordsContext
): ProjectWords | undefined {
  if (!copy) {
    return undefined;
  }
  if (copy.error) {
    return {
      glyph: 'failed',
      state: trans.__('Not copied'),
      telling: true,
      failure: failureSentence(copy.error, trans),
      primary: null
    };
  }
  const { bytes, total } = copy;
  const share = bytes === null || !total ? null : (100 * bytes) / total;
  return {
    glyph: 'busy',
    state:
      share === null
        ? trans.__('Copying files')
        : trans.__('Copying files · %1 %', Math.min(99, Math.floor(share))),
    telling: true,
    primary: null
  };
}
