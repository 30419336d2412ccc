import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import React, { useState } from 'react';
import { errorSentence } from '../../words/sentences.ts';
import { TextButton } from './buttons.tsx';
import { usePanel } from './panel-context.ts';
import { useReason } from './primary-action.ts';

/**
 * What a form with one thing to do needs.
 */
export interface IActionForm {
  readonly label: string;
  /** What its button says. */
  readonly verb: string;
  /** Below the button: what it does not do. */
  readonly hint: string;
  /** Rejects with what is wrong. */
  readonly onSubmit: () => Promise<void>;
  /** The fields, which show why it did not work. */
  readonly children: (failure: unknown) => ReactNode;
}

/**
 * A form with one thing to do, once at a time and while the companion is there.
 */
export function ActionForm(props: IActionForm): React.JSX.Element {
  const { trans } = usePanel();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const reason = useReason();
  const submit = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await props.onSubmit();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      aria-label={props.label}
      onSubmit={event => {
        event.preventDefault();
        if (!busy && reason === undefined) {
          void submit();
        }
      }}
    >
      {props.children(failure)}
      <div className="jp-Projects-buttons">
        <TextButton
          filled
          submit
          unless={busy ? trans.__('This is being done.') : reason}
        >
          {props.verb}
        </TextButton>
      </div>
      <p className="jp-Projects-hint">{props.hint}</p>
    </form>
  );
}

/**
 * The sentence of a failure, where there is one.
 */
export function problemOf(
  failure: unknown,
  trans: TranslationBundle
): string | undefined {
  return failure === undefined ? undefined : errorSentence(failure, trans);
}
