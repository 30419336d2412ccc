import type { Trashed } from 'jupyterlab-projects-companion/contract';
import React from 'react';
import { Button, Dialog } from '../parts/dialog.tsx';
import { usePanel } from '../parts/panel-context.ts';
import { trashedTitle } from './trash-rows.tsx';

/**
 * The question before an entry of the trash is deleted for good.
 */
export function PurgeQuestion(props: {
  readonly entry: Trashed;
  readonly onCancel: () => void;
  readonly onPurge: () => void;
}): React.JSX.Element {
  const { entry } = props;
  const { trans, format } = usePanel();
  const size = entry.bytes === null ? '' : `${format.size(entry.bytes)}. `;
  return (
    <Question
      title={trans.__('Delete %1 for good?', trashedTitle(entry))}
      lead={size + trans.__('This cannot be undone.')}
      verb={trans.__('Delete for good')}
      onCancel={props.onCancel}
      onConfirm={props.onPurge}
    />
  );
}

/**
 * The question before all of the trash is deleted for good.
 */
export function EmptyQuestion(props: {
  readonly trash: readonly Trashed[];
  readonly onCancel: () => void;
  readonly onEmpty: () => void;
}): React.JSX.Element {
  const { trash } = props;
  const { trans, format } = usePanel();
  const bytes = trash.reduce((sum, entry) => sum + (entry.bytes ?? 0), 0);
  const size = bytes === 0 ? '' : `${format.size(bytes)}. `;
  return (
    <Question
      title={trans._n(
        'Delete %1 project for good?',
        'Delete %1 projects for good?',
        trash.length
      )}
      lead={size + trans.__('This cannot be undone.')}
      verb={trans.__('Empty the trash')}
      onCancel={props.onCancel}
      onConfirm={props.onEmpty}
    />
  );
}

function Question(props: {
  readonly title: string;
  readonly lead: string;
  readonly verb: string;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}): React.JSX.Element {
  const { trans } = usePanel();
  return (
    <Dialog
      role="alertdialog"
      title={props.title}
      lead={props.lead}
      onEscape={props.onCancel}
      buttons={
        <>
          <Button focused onClick={props.onCancel}>
            {trans.__('Cancel')}
          </Button>
          <Button look="warn" onClick={props.onConfirm}>
            {props.verb}
          </Button>
        </>
      }
    />
  );
}
