import type { Failure, Project } from 'jupyterlab-projects-companion/contract';
import React, { useState } from 'react';
import { alertIcon, warningIcon } from '../../icons.ts';
import { failurePlace, failureSentence } from '../../words/sentences.ts';
import { TextButton } from '../parts/buttons.tsx';
import { usePanel } from '../parts/panel-context.ts';
import { useReason } from '../parts/primary-action.ts';
import { adoptable } from '../../projects/project-rules.ts';
import { warningSentence } from '../../words/project-warning.ts';
import { failedStartOf } from '../../projects/project-rules.ts';

/**
 * A note on the failure of the last start or build, or on the project's folder.
 */
export function DetailsNote({
  project
}: {
  readonly project: Project;
}): React.JSX.Element | null {
  const { trans } = usePanel();
  const { build } = project;
  const start = failedStartOf(project);
  if (start) {
    return <FailureNote failure={start.error} />;
  }
  if (build?.phase === 'failed' && build.error) {
    return <FailureNote failure={build.error} />;
  }
  if (adoptable(project)) {
    return (
      <p className="jp-Projects-hint">
        {trans.__(
          'A folder on your volume, without software of its own. Adopt it to work in it; no file is changed.'
        )}
      </p>
    );
  }
  const warning = warningSentence(project, trans);
  return warning === undefined ? null : (
    <div className="jp-Projects-note">
      <warningIcon.react tag="span" className="jp-Projects-warning" />
      <div>
        <p>{warning}</p>
        {project.renamedTo !== undefined && (
          <FollowButton project={project} name={project.renamedTo} />
        )}
      </div>
    </div>
  );
}

function FailureNote({
  failure
}: {
  readonly failure: Failure;
}): React.JSX.Element {
  const { trans } = usePanel();
  const place = failurePlace(failure, trans);
  return (
    <div className="jp-Projects-note">
      <alertIcon.react tag="span" className="jp-Projects-alert" />
      <div>
        <p>{failureSentence(failure, trans)}</p>
        {place && (
          <p className="jp-Projects-hint">
            <bdi dir="ltr">{place}</bdi>
          </p>
        )}
      </div>
    </div>
  );
}

/**
 * A button that gives the project its folder's new name, after a rename in a
 * terminal. Unless it is pressed, the project has no folder at its next start.
 */
function FollowButton({
  project,
  name
}: {
  readonly project: Project;
  readonly name: string;
}): React.JSX.Element {
  const { trans, model, actions } = usePanel();
  const [busy, setBusy] = useState(false);
  const reason = useReason();
  const follow = async (): Promise<void> => {
    setBusy(true);
    try {
      await model.change(project.id, { renamedTo: name });
    } catch (error) {
      actions.fail(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <TextButton
      small
      name={trans.__('Use the new name for %1', project.title)}
      unless={busy ? trans.__('This is being done.') : reason}
      onClick={() => {
        void follow();
      }}
    >
      {trans.__('Use the new name')}
    </TextButton>
  );
}
