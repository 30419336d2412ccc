import type { TranslationBundle } from '@jupyterlab/translation';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { PrimaryKind } from './primary-words.ts';
import type { ProjectWords, WordsContext } from './words-context.ts';
import { failedStartOf } from '../projects/project-rules.ts';
import type { FailedStart } from '../projects/project-rules.ts';

/**
 * Return the words for a project whose server failed, until the user has looked
 * at the failure.
 */
export function startWords(
  project: Project,
  { trans, seenStart }: WordsContext,
  primary: PrimaryKind
): ProjectWords | undefined {
  const failed = failedStartOf(project);
  if (!failed || seenStart(failed.switch)) {
    return undefined;
  }
  const state = failed.ready
    ? endedWords(failed, trans)
    : notStartedWords(failed, trans);
  return { glyph: 'stopped', state, telling: true, alert: true, primary };
}

function notStartedWords(
  { error }: FailedStart,
  trans: TranslationBundle
): string {
  const { exitCode } = error.values ?? {};
  return exitCode === undefined
    ? trans.__('Did not start')
    : trans.__('Did not start · exit code %1', exitCode);
}

function endedWords({ error }: FailedStart, trans: TranslationBundle): string {
  const { exitCode } = error.values ?? {};
  return exitCode === undefined
    ? trans.__('Ended by itself')
    : trans.__('Ended by itself · exit code %1', exitCode);
}
