import type { TranslationBundle } from '@jupyterlab/translation';
import type { Failure, Problem } from 'jupyterlab-projects-companion/contract';

/**
 * Makes the sentence of one code, or nothing when the values for it are missing:
 * then the companion's English `detail` is shown.
 */
export type Sentence = (
  trans: TranslationBundle,
  values: Partial<Record<string, string>>,
  failure: Failure | Problem
) => string | undefined;
