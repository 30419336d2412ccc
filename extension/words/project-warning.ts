import type { TranslationBundle } from '@jupyterlab/translation';
import type { Project } from 'jupyterlab-projects-companion/contract';

/**
 * Return a sentence for the problem of a project's folder; a warning that this
 * page does not know is returned as it is.
 */
export function warningSentence(
  { warning, name, renamedTo }: Project,
  trans: TranslationBundle
): string | undefined {
  const sentences: Partial<Record<string, string>> = {
    'volume-unavailable': trans.__('Your files cannot be reached now.'),
    'folder-missing': trans.__('The folder %1 is not there any more.', name),
    'folder-renamed':
      renamedTo === undefined
        ? trans.__('The folder %1 was moved while you work in it.', name)
        : trans.__('The folder %1 was renamed to %2.', name, renamedTo),
    'not-a-folder': trans.__(
      'Something else is in place of the folder %1.',
      name
    )
  };
  return warning === undefined ? undefined : (sentences[warning] ?? warning);
}
