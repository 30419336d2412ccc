import React, { useEffect, useRef } from 'react';
import type { Build } from 'jupyterlab-projects-companion/contract';
import { repository } from '../words/format.ts';
import { failureSentence } from '../words/sentences.ts';
import { usePanel } from './parts/panel-context.ts';
import { buildWords } from '../words/project-words.ts';
import { underWay } from '../projects/project-rules.ts';
import { useSignal } from './parts/switch-hooks.ts';

/**
 * The panel's live region, and the sentences on builds and the connection in
 * it. Switches are told of by their own view, which is there without the panel,
 * too.
 */
export function Announcements(): React.JSX.Element {
  const { announcer } = usePanel();
  useSignal(announcer.changed);
  useBuildSentences();
  useConnectionSentences();
  return (
    <div className="jp-Projects-spoken" role="status" aria-live="polite">
      {announcer.sentence}
    </div>
  );
}

/**
 * Tell of a build at each of its phases, not at each message of a phase.
 */
function useBuildSentences(): void {
  const { model, announcer, trans } = usePanel();
  useEffect(() => {
    const phases = new Map<string, Build['phase']>();
    const slot = (_: unknown, build: Build): void => {
      if (phases.get(build.id) !== build.phase) {
        phases.set(build.id, build.phase);
        announcer.say(sentence(build));
      }
    };
    const sentence = (build: Build): string => {
      const project = model.projects?.find(({ id }) => id === build.project);
      const title = project?.title ?? repository(build.source);
      if (underWay(build)) {
        const { phase, ...rest } = build;
        const words = buildWords({ ...rest, phase, detail: undefined }, trans);
        return trans.__('%1: %2', title, words);
      }
      if (build.phase === 'built') {
        return trans.__('%1 is built.', title);
      }
      const why = build.error ? failureSentence(build.error, trans) : '';
      return build.phase === 'failed'
        ? trans.__('%1 was not built. %2', title, why)
        : trans.__('The build of %1 was cancelled.', title);
    };
    model.buildChanged.connect(slot);
    return () => {
      model.buildChanged.disconnect(slot);
    };
  }, [model, announcer, trans]);
}

function useConnectionSentences(): void {
  const { model, announcer, trans } = usePanel();
  const { state } = model.connection;
  const before = useRef(state);
  useEffect(() => {
    const was = before.current;
    before.current = state;
    if (was === 'online' && state === 'offline') {
      announcer.say(trans.__('Projects is offline.'));
    } else if (was === 'offline' && state === 'online') {
      announcer.say(trans.__('Projects is online again.'));
    } else if (was !== state && state === 'signed-out') {
      announcer.say(trans.__('Your session has ended.'));
    }
  }, [announcer, trans, state]);
}
