import { checkIcon } from '@jupyterlab/ui-components';
import type { Build, Project } from 'jupyterlab-projects-companion/contract';
import React, { useEffect, useState } from 'react';
import {
  errorSentence,
  failurePlace,
  failureSentence
} from '../../words/sentences.ts';
import { alertIcon } from '../../icons.ts';
import { BuildLog } from './build-log.tsx';
import { BuildSteps } from './build-steps.tsx';
import { TextButton } from '../parts/buttons.tsx';
import { useTime } from '../parts/clock.ts';
import { usePanel } from '../parts/panel-context.ts';
import { usePrimary, useReason, useWords } from '../parts/primary-action.ts';
import { primaryLabel, primaryName } from '../../words/primary-words.ts';
import { underWay, usableImage } from '../../projects/project-rules.ts';
import { SourceLine } from '../parts/source-line.tsx';

/**
 * The last build of a project: live, or how it ended.
 */
export function BuildView({
  project
}: {
  readonly project: Project;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { build } = project;
  if (!build) {
    return (
      <p className="jp-Projects-build">
        {trans.__('%1 was never built here.', project.title)}
      </p>
    );
  }
  return (
    <div className="jp-Projects-build">
      <p className="jp-Projects-hint">
        <SourceLine source={build.source} />
        {build.source.commit && (
          <bdi dir="ltr"> · {build.source.commit.slice(0, 7)}</bdi>
        )}
      </p>
      <Outcome project={project} build={build} />
      <BuildSteps build={build} />
      <BuildButtons project={project} build={build} />
      <BuildLog build={build} />
      <History project={project} build={build} />
    </div>
  );
}

interface IPart {
  readonly project: Project;
  readonly build: Build;
}

function Outcome({ project, build }: IPart): React.JSX.Element | null {
  const { trans, format, model } = usePanel();
  const now = useTime(false);
  if (build.phase === 'cancelled') {
    return (
      <p>
        {model.me?.builder === 'binderhub'
          ? trans.__(
              'Build cancelled. BinderHub may go on with it; nothing of yours changed.'
            )
          : trans.__('Build cancelled. Nothing changed.')}
      </p>
    );
  }
  if (build.phase !== 'failed') {
    return null;
  }
  const place = build.error && failurePlace(build.error, trans);
  const image = usableImage(project);
  return (
    <div className="jp-Projects-note">
      <alertIcon.react tag="span" className="jp-Projects-alert" />
      <div>
        <p>
          {build.error
            ? failureSentence(build.error, trans)
            : trans.__('The build stopped. The log says why.')}
        </p>
        {place && (
          <p className="jp-Projects-hint">
            <bdi dir="ltr">{place}</bdi>
          </p>
        )}
        <p className="jp-Projects-hint">
          {image
            ? trans.__(
                'Your files and the software of %1 are unchanged.',
                format.day(image.builtAt, now)
              )
            : trans.__('Nothing else has changed.')}
        </p>
      </div>
    </div>
  );
}

function BuildButtons({ project, build }: IPart): React.JSX.Element {
  const { trans, actions, model } = usePanel();
  const reason = useReason();
  const [trouble, setTrouble] = useState('');
  const running = underWay(build) !== undefined;
  useEffect(() => {
    setTrouble('');
  }, [build.id, build.phase]);
  return (
    <div className="jp-Projects-buttons">
      {running && (
        <TextButton
          unless={reason}
          onClick={() => {
            model.cancelBuild(build.id).catch((error: unknown) => {
              setTrouble(errorSentence(error, trans));
            });
          }}
        >
          {trans.__('Cancel build')}
        </TextButton>
      )}
      {!running && <MoveButton project={project} />}
      {!running && (
        <TextButton
          filled={build.phase !== 'built'}
          unless={reason}
          onClick={() => {
            actions.rebuild(project);
          }}
        >
          {build.phase === 'cancelled'
            ? trans.__('Build again')
            : trans.__('Rebuild')}
        </TextButton>
      )}
      {trouble && <p role="alert">{trouble}</p>}
    </div>
  );
}

/**
 * The project's named button, shown if it opens or switches to its server.
 */
function MoveButton({
  project
}: {
  readonly project: Project;
}): React.JSX.Element | null {
  const { trans } = usePanel();
  const words = useWords(useTime(false))(project);
  const primary = usePrimary();
  const kind = words.primary;
  const reason = useReason(kind);
  return kind === 'open' || kind === 'switch' ? (
    <TextButton
      filled={project.build?.phase === 'built'}
      name={primaryName(kind, project.title, trans)}
      unless={reason}
      onClick={() => {
        primary(project, words);
      }}
    >
      {primaryLabel(kind, trans)}
    </TextButton>
  ) : null;
}

/**
 * The list of all builds; the view goes without it when it cannot be loaded.
 */
function History({ project, build }: IPart): React.JSX.Element | null {
  const { trans, format, model } = usePanel();
  const [builds, setBuilds] = useState<readonly Build[]>([]);
  const now = useTime(false);
  useEffect(() => {
    let current = true;
    model.builds(project.id).then(
      found => {
        if (current) {
          setBuilds(found);
        }
      },
      () => undefined
    );
    return () => {
      current = false;
    };
  }, [model, project.id, build.id, build.phase]);
  if (builds.length < 2) {
    return null;
  }
  return (
    <section className="jp-Projects-history">
      <h3>{trans.__('Builds')}</h3>
      <ul>
        {builds.map(item => (
          <li key={item.id}>
            <span
              className={item.phase === 'built' ? 'jp-mod-good' : 'jp-mod-bad'}
              aria-hidden
            >
              {item.phase === 'built' && <checkIcon.react tag="span" />}
              {item.phase === 'failed' && <alertIcon.react tag="span" />}
            </span>
            <span>
              {phaseWord(item.phase)}
              <bdi dir="ltr"> · {item.source.commit.slice(0, 7)}</bdi>
            </span>
            <time dateTime={item.startedAt}>
              {format.age(item.startedAt, now)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );

  function phaseWord(phase: Build['phase']): string {
    const words: Partial<Record<Build['phase'], string>> = {
      built: trans.__('Built'),
      failed: trans.__('Failed'),
      cancelled: trans.__('Cancelled')
    };
    return words[phase] ?? trans.__('Building');
  }
}
