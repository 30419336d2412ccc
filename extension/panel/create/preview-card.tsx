import { checkIcon, infoIcon } from '@jupyterlab/ui-components';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { Preview } from 'jupyterlab-projects-companion/contract';
import type { ReactNode } from 'react';
import React from 'react';
import { repository, shortRef, site } from '../../words/format.ts';
import { warningIcon } from '../../icons.ts';
import { usePanel } from '../parts/panel-context.ts';
import type { PreviewState } from './use-preview.ts';

/**
 * A card with the facts of a source, and the files that a build would use.
 */
export function PreviewCard({
  state
}: {
  readonly state: PreviewState;
}): React.JSX.Element | null {
  const { trans } = usePanel();
  if (state.phase === 'asking') {
    return (
      <div className="jp-Projects-card" aria-busy="true">
        <span className="jp-Projects-spoken">{trans.__('Looking it up')}</span>
        <span className="jp-Projects-bone" />
        <span className="jp-Projects-bone" />
        <span className="jp-Projects-bone" />
      </div>
    );
  }
  return state.phase === 'known' ? <Card preview={state.preview} /> : null;
}

function Card({ preview }: { readonly preview: Preview }): React.JSX.Element {
  const { trans } = usePanel();
  const { source } = preview;
  const parts = [
    site(source) ?? (source.provider === 'gh' ? trans.__('GitHub') : ''),
    shortRef(source.ref),
    source.commit.slice(0, 7)
  ];
  const shown = [...new Set(parts.filter(Boolean))].join(' · ');
  return (
    <section className="jp-Projects-card" aria-label={trans.__('Preview')}>
      <h3>
        <bdi dir="ltr">{repository(source)}</bdi>
      </h3>
      <p className="jp-Projects-hint">
        <bdi dir="ltr">{shown}</bdi>
      </p>
      <ul>
        <Files preview={preview} />
        {preview.cached && (
          <Line icon={checkIcon} look="good">
            {trans.__('The same environment was built before: ready soon')}
          </Line>
        )}
        {preview.notHonoured.map(({ file, why }) => (
          <Line key={file} icon={warningIcon} look="warning">
            {trans.__('%1 is not used on this machine.', file)}
            {why && (
              <details>
                <summary>{trans.__('Why')}</summary>
                {why}
              </details>
            )}
          </Line>
        ))}
        {!preview.cached && preview.estimateSeconds !== undefined && (
          <Line icon={infoIcon} look="plain">
            {estimate(preview.estimateSeconds, trans)}
          </Line>
        )}
      </ul>
    </section>
  );
}

function Files({ preview }: { readonly preview: Preview }): React.JSX.Element {
  const { trans } = usePanel();
  const { files, packages } = preview;
  if (files.length === 0) {
    return (
      <Line icon={infoIcon} look="plain">
        {trans.__('No list of packages: it gets plain JupyterLab.')}
      </Line>
    );
  }
  return (
    <Line icon={checkIcon} look="good">
      {packages === undefined
        ? files.join(', ')
        : trans._n(
            '%2: %1 package',
            '%2: %1 packages',
            packages,
            files.join(', ')
          )}
    </Line>
  );
}

function Line(props: {
  readonly icon: LabIcon;
  readonly look: 'good' | 'warning' | 'plain';
  readonly children: ReactNode;
}): React.JSX.Element {
  const { icon: Icon, look } = props;
  return (
    <li className={`jp-Projects-line jp-mod-${look}`}>
      <Icon.react tag="span" />
      <span>{props.children}</span>
    </li>
  );
}

function estimate(
  seconds: number,
  trans: ReturnType<typeof usePanel>['trans']
): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 1
    ? trans.__('Less than a minute to build')
    : trans._n(
        'About %1 minute to build',
        'About %1 minutes to build',
        minutes
      );
}
