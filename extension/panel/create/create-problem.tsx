import type { Preview } from 'jupyterlab-projects-companion/contract';
import React from 'react';
import type { CompanionError } from '../../projects/errors.ts';
import { failureSentence } from '../../words/sentences.ts';
import { TextButton } from '../parts/buttons.tsx';
import { useTime } from '../parts/clock.ts';
import { usePanel } from '../parts/panel-context.ts';

/**
 * The field of the form that a problem is shown under.
 */
export type CreateField = 'source' | 'ref' | 'name';

/**
 * Return the field that a problem is shown under: the first field where the
 * problem's own is not on the screen.
 */
export function fieldOf(
  { problem, code }: CompanionError,
  hasMore: boolean
): CreateField {
  if (!hasMore) {
    return 'source';
  }
  if (code === 'ref-not-found' || problem.field === 'ref') {
    return 'ref';
  }
  return problem.field === 'name' ? 'name' : 'source';
}

/**
 * The reason why no project was made, under its field, with a way on.
 */
export function CreateProblem(props: {
  readonly id: string;
  readonly error: CompanionError;
  /** Use another branch, or the default one (''), instead of the ref given. */
  readonly onUseRef: ((ref: string) => void) | undefined;
  readonly onCopy: () => void;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { onUseRef } = props;
  const { code, problem } = props.error;
  const branch = problem.values?.default;
  if (
    code === 'project-exists' &&
    problem.project &&
    problem.field !== 'name'
  ) {
    return (
      <Existing id={props.id} project={problem.project} onCopy={props.onCopy} />
    );
  }
  return (
    <div id={props.id} className="jp-Projects-problem" role="alert">
      <p>{failureSentence(problem, trans)}</p>
      {code === 'ref-not-found' && onUseRef && (
        <TextButton
          small
          onClick={() => {
            onUseRef(branch ?? '');
          }}
        >
          {branch === undefined
            ? trans.__('Use the default branch')
            : trans.__('Use %1', branch)}
        </TextButton>
      )}
    </div>
  );
}

/**
 * A note that a project of this source exists already: the user can switch to
 * it or create a copy.
 */
export function Existing(props: {
  readonly id?: string;
  readonly project: NonNullable<Preview['existing']>;
  readonly onCopy: () => void;
}): React.JSX.Element {
  const { trans, format, actions, route } = usePanel();
  const { project, id } = props;
  const now = useTime(false);
  const { title, lastUsed } = project;
  return (
    <div id={id} className="jp-Projects-problem" role="status">
      <p>
        {lastUsed
          ? trans.__(
              'You have this already: %1, last used %2.',
              title,
              format.ago(lastUsed, now)
            )
          : trans.__('You have this already: %1.', title)}
      </p>
      <div className="jp-Projects-buttons">
        <TextButton
          small
          name={
            project.active
              ? trans.__('Show %1', title)
              : trans.__('Switch to %1', title)
          }
          onClick={() => {
            route.show({ view: 'list' });
            route.select(project.id);
            if (!project.active) {
              actions.switchTo(project);
            }
          }}
        >
          {project.active ? trans.__('Show') : trans.__('Switch')}
        </TextButton>
        <TextButton small onClick={props.onCopy}>
          {trans.__('Create a copy')}
        </TextButton>
      </div>
    </div>
  );
}
