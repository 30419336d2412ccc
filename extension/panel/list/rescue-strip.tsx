import React from 'react';
import { projectIcon } from '../../icons.ts';
import { LinkButton } from '../parts/buttons.tsx';
import { usePanel } from '../parts/panel-context.ts';
import { Strip } from '../parts/panel-states.tsx';
import { useReason } from '../parts/primary-action.ts';
import { isInRescue } from '../../projects/rescue.ts';

/**
 * A line below the list while the user's Lab is the rescue server.
 */
export function RescueStrip(): React.JSX.Element | null {
  const { model, trans, shell, actions } = usePanel();
  const reason = useReason('switch');
  if (!isInRescue(model.switching)) {
    return null;
  }
  return (
    <Strip
      icon={projectIcon}
      text={
        shell === 'lab'
          ? trans.__(
              'This is the rescue Lab: all your folders, and software that starts. Open a project from the list to leave it.'
            )
          : trans.__(
              'You are in the rescue Lab: all your folders, and software that starts. Open a project from the list to leave it.'
            )
      }
    >
      {shell === 'home' && reason === undefined && (
        <LinkButton
          onClick={() => {
            actions.openRescue();
          }}
        >
          {trans.__('Go to the rescue Lab')}
        </LinkButton>
      )}
    </Strip>
  );
}
