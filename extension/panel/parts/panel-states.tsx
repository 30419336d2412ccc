import type { LabIcon } from '@jupyterlab/ui-components';
import React, { useEffect, useState } from 'react';
import { offlineIcon, projectIcon, warningIcon } from '../../icons.ts';
import type { Connection } from '../../tokens.ts';
import { LinkButton, TextButton } from './buttons.tsx';
import { useTime } from './clock.ts';
import { usePanel } from './panel-context.ts';

/**
 * Waits shorter than this show no sign, in milliseconds.
 */
const PATIENCE_MS = 200;

/**
 * Placeholders for rows, shown while those are loaded.
 */
export function Skeleton(): React.JSX.Element | null {
  const { trans } = usePanel();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLate(true);
    }, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return late ? (
    <div className="jp-Projects-skeleton" aria-busy="true">
      <span className="jp-Projects-spoken">{trans.__('Loading projects')}</span>
      <span className="jp-Projects-bone" />
      <span className="jp-Projects-bone" />
      <span className="jp-Projects-bone" />
    </div>
  ) : null;
}

/**
 * The words that explain projects to a new user.
 */
export function EmptyWords(): React.JSX.Element {
  const { trans, shell } = usePanel();
  // In Lab it stands below the panel's h2, on the home page above it.
  const Heading = shell === 'home' ? 'h2' : 'h3';
  return (
    <>
      <projectIcon.react tag="span" className="jp-Projects-emptyIcon" />
      <Heading>{trans.__('No projects yet')}</Heading>
      <p>
        {trans.__(
          'A project is a repository with the software it needs. Paste a link to begin.'
        )}
      </p>
    </>
  );
}

/**
 * The panel before the first project: it explains projects and has a field to
 * begin one.
 */
export function EmptyState(): React.JSX.Element {
  const { trans, route, model } = usePanel();
  const [text, setText] = useState('');
  const example = model.me?.example;
  const begin = (source: string): void => {
    route.show({ view: 'create', source });
  };
  return (
    <form
      className="jp-Projects-empty"
      aria-label={trans.__('First project')}
      onSubmit={event => {
        event.preventDefault();
        begin(text);
      }}
    >
      <EmptyWords />
      <input
        type="text"
        dir="ltr"
        className="jp-Projects-field jp-mod-styled"
        aria-label={trans.__('Repository or link')}
        placeholder={trans.__('Repository or link')}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={event => {
          setText(event.target.value);
        }}
        onPaste={event => {
          const pasted = event.clipboardData.getData('text').trim();
          if (text === '' && pasted !== '') {
            event.preventDefault();
            begin(pasted);
          }
        }}
      />
      <div className="jp-Projects-buttons">
        <TextButton filled submit>
          {trans.__('New project')}
        </TextButton>
        {example !== undefined && (
          <TextButton
            onClick={() => {
              begin(example);
            }}
          >
            {trans.__('Try an example')}
          </TextButton>
        )}
      </div>
    </form>
  );
}

/**
 * A line below the list while the companion cannot be reached.
 */
export function ConnectionStrip(): React.JSX.Element | null {
  const { model, trans } = usePanel();
  const { connection } = model;
  switch (connection.state) {
    case 'online':
    case 'connecting':
      return null;
    case 'offline':
      return <OfflineStrip connection={connection} />;
    case 'signed-out':
      return (
        <Strip text={trans.__('Your session has ended.')}>
          <LinkButton
            onClick={() => {
              location.reload();
            }}
          >
            {trans.__('Sign in')}
          </LinkButton>
        </Strip>
      );
    case 'missing':
      return <Strip text={trans.__('This site has no projects service.')} />;
  }
}

function OfflineStrip({
  connection
}: {
  readonly connection: Extract<Connection, { state: 'offline' }>;
}): React.JSX.Element {
  const { model, trans } = usePanel();
  const seconds = Math.ceil((connection.retryAt - useTime(true)) / 1000);
  return (
    <Strip
      text={trans.__('Projects is offline.')}
      more={
        seconds > 0
          ? trans.__('Next try in %1 s.', seconds)
          : trans.__('Trying now…')
      }
    >
      <LinkButton
        onClick={() => {
          model.refresh().catch(() => undefined);
        }}
      >
        {trans.__('Try now')}
      </LinkButton>
    </Strip>
  );
}

/**
 * A line below the list, with a problem and the actions against it.
 */
export function Strip(props: {
  readonly text: string;
  readonly more?: string;
  /** The icon of a line that tells of no problem; else it is a warning. */
  readonly icon?: LabIcon;
  readonly children?: React.ReactNode;
}): React.JSX.Element {
  const Icon = props.more === undefined ? warningIcon : offlineIcon;
  return (
    <div className="jp-Projects-strip">
      {props.icon ? (
        <props.icon.react tag="span" />
      ) : (
        <Icon.react tag="span" className="jp-Projects-warning" />
      )}
      <span className="jp-Projects-stripText">
        {props.text}
        {props.more && <span aria-hidden> {props.more}</span>}
      </span>
      {props.children}
    </div>
  );
}
