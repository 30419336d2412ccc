import type { TranslationBundle } from '@jupyterlab/translation';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import React from 'react';
import { warningIcon } from '../../icons.ts';
import { Button, Dialog } from '../parts/dialog.tsx';
import type { HandOverState } from '../../hand-over/switch-hand-over.ts';
import type { SwitchNames } from '../../words/switch-names.ts';
import { clock } from '../../words/switch-names.ts';

/**
 * The props of the dialog of an old tab.
 */
export interface SwitchStaleProps {
  readonly item: Switch;
  readonly names: SwitchNames;
  readonly state: Extract<HandOverState, { phase: 'stale' }>;
  readonly trans: TranslationBundle;
  readonly onGo: () => void;
  readonly onOpen: () => void;
  readonly onDownload: () => void;
  readonly onDismiss: () => void;
}

/**
 * The dialog of a tab whose user has switched elsewhere: where to, and which
 * unsaved changes are only here.
 */
export function SwitchStale(props: SwitchStaleProps): React.JSX.Element {
  const { names, state, trans } = props;
  const from = names.from ?? names.to;
  return (
    <Dialog
      title={trans.__('This tab belongs to %1', from)}
      lead={lead(props)}
      onEscape={props.onDismiss}
      aside={
        state.unsaved.length > 0 && (
          <Button look="link" onClick={props.onDownload}>
            {trans._n(
              'Download %1 file',
              'Download %1 files',
              state.unsaved.length
            )}
          </Button>
        )
      }
      buttons={
        <>
          <Button onClick={props.onDismiss}>{trans.__('Read on')}</Button>
          {!names.restarts && (
            <Button onClick={props.onOpen}>{trans.__('Open %1', from)}</Button>
          )}
          <Button look="accept" focused onClick={props.onGo}>
            {trans.__('Go to %1', names.to)}
          </Button>
        </>
      }
    >
      {state.unsaved.length > 0 && (
        <ul className="jp-Projects-stakes">
          {state.unsaved.map(path => (
            <li key={path}>
              <warningIcon.react tag="span" className="jp-Projects-warning" />
              <span>
                {trans.__(
                  '%1 has changes that are not saved. Download it before you leave.',
                  path
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function lead({ item, names, state, trans }: SwitchStaleProps): string {
  const at = clock(
    item.steps.find(step => step.phase === 'active')?.startedAt ??
      item.endedAt ??
      item.startedAt
  );
  if (names.restarts) {
    return trans.__('%1 moved to its new software at %2.', names.to, at);
  }
  const from = names.from ?? names.to;
  return state.stopped
    ? trans.__(
        'You switched to %1 at %2, and %3 was stopped.',
        names.to,
        at,
        from
      )
    : trans.__('You switched to %1 at %2. %3 still runs.', names.to, at, from);
}
