import type { Project } from 'jupyterlab-projects-companion/contract';
import { useCallback } from 'react';
import { usePanel } from './panel-context.ts';
import type { ProjectWords, WordsContext } from './project-words.ts';
import { projectWords } from './project-words.ts';

/**
 * The words of a project on this page.
 */
export function useWords(now: number): (project: Project) => ProjectWords {
  const { trans, format, shell, model } = usePanel();
  const someActive = model.projects?.some(project => project.active) ?? false;
  const context: WordsContext = { trans, format, shell, someActive, now };
  return project => projectWords(project, context);
}

/**
 * Do what a project's named button says.
 */
export function usePrimary(): (project: Project, words: ProjectWords) => void {
  const { actions, model } = usePanel();
  return useCallback(
    (project, { primary }) => {
      if (primary === 'show') {
        actions.showLog(project);
      } else if (model.connection.state !== 'online' || primary === null) {
        return;
      } else if (primary === 'build' || primary === 'rebuild') {
        actions.rebuild(project);
      } else {
        actions.switchTo(project);
      }
    },
    [actions, model]
  );
}

/**
 * Why nothing can be changed now, if that is so.
 */
export function useReason(): string | undefined {
  const { model, trans } = usePanel();
  switch (model.connection.state) {
    case 'online':
      return undefined;
    case 'signed-out':
      return trans.__('Your session has ended.');
    case 'connecting':
    case 'offline':
    case 'missing':
      return trans.__('Projects is offline.');
  }
}
