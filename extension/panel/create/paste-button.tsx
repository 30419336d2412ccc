import React from 'react';
import { LinkButton } from '../parts/buttons.tsx';
import type { CreateForm } from './create-form.ts';
import { usePanel } from '../parts/panel-context.ts';

/**
 * A button that reads the clipboard, shown where the browser lets a page do so.
 * Nothing else reads it.
 */
export function PasteButton({
  form
}: {
  readonly form: CreateForm;
}): React.JSX.Element | null {
  const { trans, actions } = usePanel();
  const clipboard = navigator.clipboard as Partial<Clipboard> | undefined;
  return clipboard?.readText ? (
    <LinkButton
      onClick={() => {
        void clipboard.readText?.().then(
          text => {
            form.setText(text.trim());
          },
          () => {
            actions.tell({
              text: trans.__('The browser does not let this page paste.')
            });
          }
        );
      }}
    >
      {trans.__('Paste')}
    </LinkButton>
  ) : null;
}
