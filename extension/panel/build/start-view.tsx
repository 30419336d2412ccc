import { DisposableDelegate } from '@lumino/disposable';
import type { Project } from 'jupyterlab-projects-companion/contract';
import React, { useCallback, useEffect, useState } from 'react';
import { alertIcon } from '../../icons.ts';
import { errorSentence, failureSentence } from '../../words/sentences.ts';
import { LinkButton, TextButton } from '../parts/buttons.tsx';
import { LogBox } from './log-box.tsx';
import { usePanel } from '../parts/panel-context.ts';
import { useReason } from '../parts/primary-action.ts';
import { seeStart } from '../parts/seen-starts.ts';
import type { LogFeed } from './use-log.ts';

/**
 * The last server of a project that did not start, or ended by itself: the
 * reason, and the server's log.
 */
export function StartView({
  project
}: {
  readonly project: Project;
}): React.JSX.Element {
  const { trans, actions, route } = usePanel();
  const reason = useReason('switch');
  const { failedStart } = project;
  const id = failedStart?.switch;
  useEffect(() => {
    if (id !== undefined) {
      seeStart(id);
    }
  }, [id]);
  if (!failedStart) {
    return (
      <p className="jp-Projects-build">
        {trans.__('Nothing failed when %1 started last.', project.title)}
      </p>
    );
  }
  return (
    <div className="jp-Projects-build">
      <div className="jp-Projects-note">
        <alertIcon.react tag="span" className="jp-Projects-alert" />
        <div>
          <p>{failureSentence(failedStart.error, trans)}</p>
          <p className="jp-Projects-hint">
            {failedStart.ready
              ? trans.__('Files are as they were saved last.')
              : trans.__('Nothing else has changed.')}
          </p>
        </div>
      </div>
      <div className="jp-Projects-buttons">
        <TextButton
          filled
          name={
            failedStart.ready
              ? trans.__('Start again: open %1', project.title)
              : trans.__('Try again: switch to %1', project.title)
          }
          unless={reason}
          onClick={() => {
            actions.switchTo(project);
          }}
        >
          {failedStart.ready ? trans.__('Start again') : trans.__('Try again')}
        </TextButton>
        {project.build && (
          <LinkButton
            onClick={() => {
              route.show({ view: 'build', project: project.id });
            }}
          >
            {trans.__('Show the log of the build')}
          </LinkButton>
        )}
      </div>
      <StartLog start={failedStart} />
    </div>
  );
}

function StartLog({
  start
}: {
  readonly start: NonNullable<Project['failedStart']>;
}): React.JSX.Element {
  const { model, trans, format } = usePanel();
  const [trouble, setTrouble] = useState('');
  const feed: LogFeed = useCallback(
    take => {
      let wanted = true;
      setTrouble('');
      model.logs.ofStart(start.switch).then(
        text => {
          if (wanted) {
            take({ text, complete: true });
          }
        },
        (error: unknown) => {
          if (wanted) {
            setTrouble(errorSentence(error, trans));
          }
        }
      );
      return new DisposableDelegate(() => {
        wanted = false;
      });
    },
    [model, start.switch, trans]
  );
  return (
    <>
      {trouble && <p role="alert">{trouble}</p>}
      <LogBox
        name={trans.__('Log of the server')}
        note={trans.__(
          'What its server printed before it failed, %1',
          format.clock(start.at)
        )}
        file={`server-${start.switch}.log`}
        feed={feed}
        // A server that had been ready tells most at its end: nothing is
        // marked.
        tail={start.ready ? undefined : start.error.logTail}
      />
    </>
  );
}
