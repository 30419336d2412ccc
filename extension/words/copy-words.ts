import type { Project } from 'jupyterlab-projects-companion/contract';
import { failureSentence } from './sentences.ts';
import type { ProjectWords, WordsContext } from './words-context.ts';

/**
 * A project whose folder is being copied from another's, or could not be.
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
