import type { TranslationBundle } from '@jupyterlab/translation';
import type { Failure, Switch } from 'jupyterlab-projects-companion/contract';
import React from 'react';
import { alertIcon } from '../../icons.ts';
import { Button, Dialog } from '../parts/dialog.tsx';
import type { SwitchNames } from '../../words/switch-names.ts';
import { day, otherImage } from '../../words/switch-names.ts';

/**
 * The props of the dialog of a failed switch.
 */
export interface SwitchFailedProps {
  readonly item: Switch;
  readonly names: SwitchNames;
  /** One sentence for what went wrong. */
  readonly sentence: string;
  readonly trans: TranslationBundle;
  readonly onRetry: () => void;
  readonly onImage: (image: string) => void;
  readonly onSpace: () => void;
  /** Absent where there is no rescue server, or it is the one that failed. */
  readonly onRescue: (() => void) | undefined;
  readonly onLog: (() => void) | undefined;
  /** The whole log of the server, once the user has asked for it here. */
  readonly log: string | undefined;
  readonly onStay: () => void;
}

/**
 * True when a switch failed while it was still waiting for a build.
 */
export function wasBuilding(item: Switch): boolean {
  return item.steps.at(-2)?.phase === 'building';
}

/**
 * The dialog of a failed switch: the reason, what is unharmed, and what to do.
 */
export function SwitchFailed(props: SwitchFailedProps): React.JSX.Element {
  const { item, names, trans } = props;
  return (
    <Dialog
      role="alertdialog"
      title={
        wasBuilding(item)
          ? trans.__('%1 was not built', names.to)
          : trans.__('%1 did not start', names.to)
      }
      lead={
        <>
          <alertIcon.react tag="span" className="jp-Projects-alert" />
          <span>{props.sentence}</span>
        </>
      }
      onEscape={props.onStay}
      aside={<Elsewhere {...props} />}
      buttons={
        <>
          {wants(item, 'previous-image') && <OtherImage {...props} />}
          {wants(item, 'free-space') && (
            <Button onClick={props.onSpace}>{trans.__('Free space')}</Button>
          )}
          {wants(item, 'retry') && (
            <Button onClick={props.onRetry}>{trans.__('Try again')}</Button>
          )}
          <Button look="accept" focused onClick={props.onStay}>
            {names.from === null ? trans.__('Close') : trans.__('Stay')}
          </Button>
        </>
      }
    >
      <p className="jp-Projects-dialogNote">{unharmed(item, names, trans)}</p>
      <Printed {...props} />
    </Dialog>
  );
}

/** The last lines of the server's log, or the whole log. */
function Printed({
  item,
  log,
  trans
}: SwitchFailedProps): React.JSX.Element | null {
  const lines = log ?? item.error?.logTail?.join('\n') ?? '';
  return lines === '' ? null : (
    <pre
      className="jp-Projects-logTail"
      role="region"
      aria-label={
        log === undefined
          ? trans.__('Last lines of the log')
          : trans.__('Log of the server')
      }
      tabIndex={0}
      dir="ltr"
    >
      {lines}
    </pre>
  );
}

function wants(item: Switch, action: Failure['actions'][number]): boolean {
  return item.error?.actions.includes(action) === true;
}

/** The buttons that lead elsewhere. */
function Elsewhere(props: SwitchFailedProps): React.JSX.Element {
  const { item, trans, onLog, onRescue } = props;
  return (
    <>
      {wants(item, 'view-log') && onLog && (
        <Button look="link" onClick={onLog}>
          {trans.__('Show log')}
        </Button>
      )}
      {onRescue && (
        <Button look="link" onClick={onRescue}>
          {trans.__('Open rescue Lab')}
        </Button>
      )}
    </>
  );
}

function OtherImage(props: SwitchFailedProps): React.JSX.Element | null {
  const image = otherImage(props.names.project, props.item.image);
  return image ? (
    <Button
      onClick={() => {
        props.onImage(image.id);
      }}
    >
      {props.trans.__('Use the software of %1', day(image.builtAt))}
    </Button>
  ) : null;
}

function unharmed(
  item: Switch,
  { from, previous, restarts }: SwitchNames,
  trans: TranslationBundle
): string {
  if (from === null) {
    return trans.__('Your files are safe.');
  }
  if (item.strategy === 'recreate' && previous?.state === 'stopped') {
    return trans.__('Neither server started. Your files are safe.');
  }
  return restarts && previous?.image
    ? trans.__('Still on the software of %1.', day(previous.image.builtAt))
    : trans.__('You are still in %1. Nothing has changed.', from);
}
