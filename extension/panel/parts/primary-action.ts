import type { Project } from 'jupyterlab-projects-companion/contract';
import { useCallback } from 'react';
import type { Panel } from './panel-context.ts';
import { usePanel } from './panel-context.ts';
import type { PrimaryKind } from '../../words/primary-words.ts';
import type { ProjectWords, WordsContext } from '../../words/words-context.ts';
import { projectWords } from '../../words/project-words.ts';
import { removalReason } from '../../words/removal.ts';
import { useSeenStarts } from './seen-starts.ts';
import { isUnderWay } from '../../projects/switch-rules.ts';

/**
 * Return a function that makes the words of a project on this page.
 */
export function useWords(now: number): (project: Project) => ProjectWords {
  const { trans, format, shell, model } = usePanel();
  const someActive = model.projects?.some(project => project.active) ?? false;
  const seenStart = useSeenStarts();
  const context: WordsContext = {
    ...{ trans, format, shell, someActive, now, seenStart }
  };
  return project => projectWords(project, context);
}

/**
 * Return a function that runs the action of a project's named button.
 */
export function usePrimary(): (project: Project, words: ProjectWords) => void {
  const { actions, model, route } = usePanel();
  return useCallback(
    (project, { primary }) => {
      if (primary === 'show') {
        actions.showLog(project);
      } else if (primary === 'adopt') {
        route.show({ view: 'adopt', project: project.id });
      } else if (model.connection.state !== 'online' || primary === null) {
        return;
      } else if (primary === 'build' || primary === 'rebuild') {
        actions.rebuild(project);
      } else if (primary === 'open' || !isUnderWay(model.switching)) {
        actions.switchTo(project);
      }
    },
    [actions, model, route]
  );
}

/**
 * Return a function that deletes a project, or tells why that cannot be done
 * now.
 */
export function useRemoval(): (project: Project) => void {
  const { actions, model, trans } = usePanel();
  return project => {
    const reason = removalReason(project, model, trans);
    if (reason === undefined) {
      actions.remove(project);
    } else {
      actions.tell({ text: reason });
    }
  };
}

/**
 * Return why an action cannot be taken now; nothing if it can be. An action
 * that only shows something is always possible.
 */
export function useReason(
  kind: PrimaryKind | null = 'rebuild'
): string | undefined {
  const panel = usePanel();
  return reasonFor(kind, panel);
}

/**
 * Return the same reason outside of a hook, for each of many projects.
 */
export function reasonFor(
  kind: PrimaryKind | null,
  { model, trans }: Pick<Panel, 'model' | 'trans'>
): string | undefined {
  const { state } = model.connection;
  if (kind === 'show' || kind === 'adopt') {
    return undefined;
  }
  if (state !== 'online') {
    return state === 'signed-out'
      ? trans.__('Your session has ended.')
      : trans.__('Projects is offline.');
  }
  return kind === 'switch' && isUnderWay(model.switching)
    ? trans.__('Another switch is under way.')
    : undefined;
}
