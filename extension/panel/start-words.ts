import type { Project } from 'jupyterlab-projects-companion/contract';
import type { PrimaryKind } from './primary-words.ts';
import type { ProjectWords, WordsContext } from './project-words.ts';
import type { Place } from './route.ts';

type FailedStart = NonNullable<Project['failedStart']>;

/**
 * The last start, where it failed and nothing was built since.
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
 * A project that did not start, until somebody has looked at why.
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
  const { exitCode } = failed.error.values ?? {};
  return {
    glyph: 'stopped',
    state:
      exitCode === undefined
        ? trans.__('Did not start')
        : trans.__('Did not start · exit code %1', exitCode),
    telling: true,
    alert: true,
    primary
  };
}
