import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import React, { useState } from 'react';
import { errorSentence } from '../../words/sentences.ts';
import { TextButton } from './buttons.tsx';
import { usePanel } from './panel-context.ts';
import { useReason } from './primary-action.ts';

/**
 * The props of a form with one action.
 */
export interface IActionForm {
  readonly label: string;
  /** The text of its button. */
  readonly verb: string;
  /** The line below the button, such as “You can undo it.” */
  readonly hint: string;
  /** Rejects with the failure to show. */
  readonly onSubmit: () => Promise<void>;
  /** The fields, which show the failure of the last try. */
  readonly children: (failure: unknown) => ReactNode;
}

/**
 * A form with one action, which runs once at a time, and only while the
 * companion answers.
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
 * Return the sentence of a failure, if there is one.
 */
export function problemOf(
  failure: unknown,
  trans: TranslationBundle
): string | undefined {
  return failure === undefined ? undefined : errorSentence(failure, trans);
}
