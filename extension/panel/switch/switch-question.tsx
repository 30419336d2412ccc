import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useId, useState } from 'react';
import { alertIcon, warningIcon } from '../../icons.ts';
import { Button, Dialog } from '../parts/dialog.tsx';
import type { Stake } from '../../hand-over/switch-hand-over.ts';
import type { SwitchNames } from '../../words/switch-names.ts';

/**
 * The props of the question before a move.
 */
export interface SwitchQuestionProps {
  readonly stakes: readonly Stake[];
  readonly names: SwitchNames;
  /** True when the server that is left goes on running. */
  readonly keepsPrevious: boolean;
  readonly trans: TranslationBundle;
  readonly onMove: (when: 'now' | 'finished') => void;
  readonly onStay: () => void;
  /** Download the documents that cannot be saved. */
  readonly onDownload: () => void;
}

/**
 * The question before a move to the ready server that could lose something.
 */
export function SwitchQuestion(props: SwitchQuestionProps): React.JSX.Element {
  const { stakes, names, trans } = props;
  const canWait =
    stakes.some(stake => stake.kind === 'cells') &&
    stakes.every(stake => stake.kind !== 'unsaved');
  const [chosen, choose] = useState<'now' | 'finished'>('finished');
  const when = canWait ? chosen : 'now';
  return (
    <Dialog
      title={trans.__('Move to %1?', names.to)}
      lead={trans.__(
        'It is ready. %1 has work in progress.',
        names.from ?? names.to
      )}
      onEscape={props.onStay}
      buttons={
        <>
          <Button focused={!canWait} onClick={props.onStay}>
            {trans.__('Stay here')}
          </Button>
          <Button
            look={isLoss(stakes) ? 'warn' : 'accept'}
            focused={canWait}
            onClick={() => {
              props.onMove(when);
            }}
          >
            {verb(stakes, when, trans)}
          </Button>
        </>
      }
    >
      <ul className="jp-Projects-stakes">
        {stakes.map((stake, index) => (
          <li key={index}>
            <StakeGlyph stake={stake} />
            <span>{sentence(stake, trans)}</span>
          </li>
        ))}
      </ul>
      {isLoss(stakes) && (
        <p className="jp-Projects-dialogNote">
          {trans.__(
            'What is not saved is only in this tab, and is lost when it moves.'
          )}{' '}
          <Button look="link" onClick={props.onDownload}>
            {trans.__('Download')}
          </Button>
        </p>
      )}
      {canWait && (
        <Choice
          {...{ when, choose, trans }}
          keepsPrevious={props.keepsPrevious}
          from={names.from ?? names.to}
        />
      )}
    </Dialog>
  );
}

function Choice(props: {
  readonly when: 'now' | 'finished';
  readonly keepsPrevious: boolean;
  readonly from: string;
  readonly trans: TranslationBundle;
  readonly choose: (when: 'now' | 'finished') => void;
}): React.JSX.Element {
  const { trans } = props;
  const id = useId();
  const option = (
    value: 'now' | 'finished',
    label: string,
    note: string
  ): React.JSX.Element => (
    <label className="jp-Projects-choice">
      <input
        type="radio"
        name={id}
        checked={props.when === value}
        aria-describedby={`${id}-${value}`}
        onChange={() => {
          props.choose(value);
        }}
      />
      <span>
        {label}
        <span id={`${id}-${value}`} className="jp-Projects-choiceNote">
          {note}
        </span>
      </span>
    </label>
  );
  return (
    <fieldset className="jp-Projects-choices">
      <legend className="jp-Projects-spoken">{trans.__('When to move')}</legend>
      {option(
        'finished',
        trans.__('When the cells have finished'),
        trans.__('You keep working. This tab moves by itself.')
      )}
      {option(
        'now',
        trans.__('Now'),
        props.keepsPrevious
          ? trans.__('They run on while %1 is kept warm.', props.from)
          : trans.__('Running cells and terminals stop.')
      )}
    </fieldset>
  );
}

function StakeGlyph({ stake }: { readonly stake: Stake }): React.JSX.Element {
  const Icon = stake.kind === 'unsaved' ? alertIcon : warningIcon;
  return (
    <Icon.react
      tag="span"
      className={
        stake.kind === 'unsaved' ? 'jp-Projects-alert' : 'jp-Projects-warning'
      }
    />
  );
}

function isLoss(stakes: readonly Stake[]): boolean {
  return stakes.some(stake => stake.kind === 'unsaved');
}

function sentence(stake: Stake, trans: TranslationBundle): string {
  switch (stake.kind) {
    case 'unsaved':
      return stake.readOnly
        ? trans.__('%1 cannot be saved: it is read-only', stake.path)
        : trans.__('%1 could not be saved', stake.path);
    case 'cells':
      return trans.__('Cells are running in %1', stake.path);
    case 'terminals':
      return trans._n(
        '%1 terminal is open',
        '%1 terminals are open',
        stake.count
      );
  }
}

function verb(
  stakes: readonly Stake[],
  when: 'now' | 'finished',
  trans: TranslationBundle
): string {
  const lost = stakes.filter(stake => stake.kind === 'unsaved');
  const [only] = lost;
  if (only) {
    return lost.length === 1
      ? trans.__('Move and leave %1', only.path)
      : trans._n(
          'Move and leave %1 document',
          'Move and leave %1 documents',
          lost.length
        );
  }
  return when === 'now' ? trans.__('Move now') : trans.__('Move when finished');
}
