import type { TranslationBundle } from '@jupyterlab/translation';
import { checkIcon, circleEmptyIcon } from '@jupyterlab/ui-components';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import React from 'react';
import { Button, Dialog } from '../parts/dialog.tsx';
import { useNow } from '../parts/switch-hooks.ts';
import { hasMoved } from '../../projects/switch-rules.ts';
import type { SwitchNames } from '../../words/switch-names.ts';
import type { Step } from './switch-steps.ts';
import { minutes, stepsOf } from './switch-steps.ts';

/**
 * The props of the dialog of a switch under way.
 */
export interface SwitchDialogProps {
  readonly item: Switch;
  readonly names: SwitchNames;
  readonly documents: number;
  readonly trans: TranslationBundle;
  /** Present while the new server is ready and waits for the user. */
  readonly onMove?: () => void;
  readonly onKeepWorking: () => void;
  readonly onCancel: () => void;
  /** Absent where the list lacks the project, as for the rescue Lab. */
  readonly onLog: (() => void) | undefined;
}

/**
 * The dialog of a switch under way: its steps so far and to come, and that the
 * user can go on working.
 */
export function SwitchDialog(props: SwitchDialogProps): React.JSX.Element {
  const { item, names, trans, onMove } = props;
  const steps = stepsOf(item, {
    trans,
    from: names.from,
    documents: props.documents,
    waits: onMove !== undefined
  });
  return (
    <Dialog
      title={title(names, trans)}
      lead={lead(item, names, trans)}
      onEscape={props.onKeepWorking}
      aside={
        props.onLog && (
          <Button look="link" onClick={props.onLog}>
            {trans.__('Show log')}
          </Button>
        )
      }
      buttons={
        <>
          <Button disabled={!item.cancellable} onClick={props.onCancel}>
            {trans.__('Cancel')}
          </Button>
          <Button
            look={onMove ? undefined : 'accept'}
            focused={!onMove}
            onClick={props.onKeepWorking}
          >
            {trans.__('Keep working')}
          </Button>
          {onMove && (
            <Button look="accept" focused onClick={onMove}>
              {trans.__('Move now')}
            </Button>
          )}
        </>
      }
    >
      <ol className="jp-Projects-steps" aria-label={trans.__('Steps')}>
        {steps.map(step => (
          <StepLine
            key={step.phase}
            step={step}
            message={step.phase === 'starting' ? item.message : ''}
            trans={trans}
          />
        ))}
      </ol>
      {item.lastDurationMs !== undefined && (
        <p className="jp-Projects-dialogNote">
          {trans.__(
            'Last time this took %1 s.',
            Math.max(1, Math.round(item.lastDurationMs / 1000))
          )}
        </p>
      )}
    </Dialog>
  );
}

function title(names: SwitchNames, trans: TranslationBundle): string {
  return names.restarts
    ? trans.__('Restarting %1 on its new software', names.to)
    : trans.__('Switching to %1', names.to);
}

function lead(
  item: Switch,
  names: SwitchNames,
  trans: TranslationBundle
): string | undefined {
  if (names.from === null || hasMoved(item)) {
    return undefined;
  }
  if (item.phase === 'ready') {
    return names.restarts || item.strategy === 'recreate'
      ? trans.__('%1 is ready.', names.to)
      : trans.__(
          '%1 is ready. %2 stays open until this tab moves.',
          names.to,
          names.from
        );
  }
  if (item.strategy === 'recreate') {
    return trans.__(
      '%1 stops first. It starts again if %2 does not.',
      names.from,
      names.to
    );
  }
  return names.restarts
    ? trans.__('The old software serves until the new one is ready.')
    : trans.__('%1 stays open until %2 is ready.', names.from, names.to);
}

function StepLine(props: {
  readonly step: Step;
  readonly message: string;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { step, message, trans } = props;
  const now = useNow();
  const elapsed = step.startedAt
    ? minutes(
        (step.endedAt ? Date.parse(step.endedAt) : now) -
          Date.parse(step.startedAt)
      )
    : '';
  return (
    <li
      className={`jp-Projects-step jp-mod-${step.state}`}
      aria-current={step.state === 'now' ? 'step' : undefined}
    >
      <StepGlyph state={step.state} />
      <span className="jp-Projects-stepLabel">
        {step.label}
        {step.state === 'now' && message && (
          <span className="jp-Projects-stepMessage">{message}</span>
        )}
        {step.state === 'done' && (
          <span className="jp-Projects-spoken">{trans.__('done')}</span>
        )}
      </span>
      <span className="jp-Projects-stepTime" aria-hidden="true">
        {elapsed}
      </span>
    </li>
  );
}

function StepGlyph({ state }: Pick<Step, 'state'>): React.JSX.Element {
  return (
    <span className="jp-Projects-stepGlyph" aria-hidden="true">
      {state === 'now' ? (
        <span className="jp-Projects-ring" />
      ) : state === 'done' ? (
        <checkIcon.react tag="span" />
      ) : (
        <circleEmptyIcon.react tag="span" />
      )}
    </span>
  );
}
