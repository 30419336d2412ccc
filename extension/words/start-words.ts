import type { TranslationBundle } from '@jupyterlab/translation';
import type { Project } from 'jupyterlab-projects-companion/contract';
import type { PrimaryKind } from './primary-words.ts';
import type { ProjectWords, WordsContext } from './project-words.ts';
import type { Place } from '../panel/route.ts';

type FailedStart = NonNullable<Project['failedStart']>;

/**
 * The last server that did not start or did not stay, where nothing was built
 * since.
 */
export function failedStartOf({
  failedStart,
  build
}: Project): FailedStart | undefined {
  const built = build?.endedAt ?? build?.startedAt ?? '';
  return failedStart && failedStart.at >= built ? failedStart : undefined;
}

/**
 * Whether there is a log of anything.
 */
export function hasLog(project: Project): boolean {
  return project.build !== undefined || failedStartOf(project) !== undefined;
}

/**
 * Where the log of what happened last is, of the build or of the start.
 */
export function logPlace(project: Project): Place {
  const view = failedStartOf(project) ? 'start' : 'build';
  return { view, project: project.id };
}

/**
 * A project whose server failed, until somebody has looked at why.
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
