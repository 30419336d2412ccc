import type { TranslationBundle } from '@jupyterlab/translation';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import React, { useState } from 'react';
import { failureSentence } from '../../words/sentences.ts';
import type { IProjectsModel } from '../../tokens.ts';
import type { PanelActions } from '../parts/actions.ts';
import { AnsiReader } from '../parts/ansi.ts';
import { offersRescue, RESCUE } from '../../projects/rescue.ts';
import { SwitchFailed, wasBuilding } from './switch-failed.tsx';
import type { SwitchNames } from '../../words/switch-names.ts';
import type { SwitchStage } from './switch-stage.ts';

/**
 * The props of the dialog of a failed switch and of its actions.
 */
export interface SwitchFailureProps {
  readonly item: Switch;
  readonly names: SwitchNames;
  readonly model: IProjectsModel;
  readonly stage: SwitchStage;
  readonly trans: TranslationBundle;
  readonly actions: PanelActions;
}

/**
 * The dialog of a failed switch, with the actions of its buttons.
 */
export function SwitchFailure(props: SwitchFailureProps): React.JSX.Element {
  const { item, names, model, trans, stage, actions } = props;
  const { project } = names;
  const [log, setLog] = useState<string>();
  const leaving = (then?: () => void) => (): void => {
    stage.dismiss();
    then?.();
  };
  const retry = (): void => {
    if (item.project === RESCUE) {
      actions.openRescue();
    } else if (project && wasBuilding(item)) {
      actions.rebuild(project, true);
    } else if (project) {
      actions.switchTo(project);
    }
  };
  const rescues = item.project !== RESCUE && offersRescue(model);
  // The rescue server has no place in the panel: its log is read here.
  const showHere = (): void => {
    model.logs.ofStart(item.id).then(
      text => {
        const pieces = new AnsiReader().read(text);
        setLog(pieces.map(piece => piece.text).join(''));
      },
      (error: unknown) => {
        actions.fail(error);
      }
    );
  };
  return (
    <SwitchFailed
      {...{ item, names, trans }}
      sentence={item.error ? failureSentence(item.error, trans) : ''}
      onStay={leaving()}
      onRetry={leaving(retry)}
      onSpace={leaving(() => {
        actions.showTrash();
      })}
      onRescue={
        rescues
          ? leaving(() => {
              actions.openRescue();
            })
          : undefined
      }
      onImage={image => {
        stage.dismiss();
        if (project) {
          actions.switchTo(project, image);
        }
      }}
      log={log}
      onLog={
        project
          ? leaving(() => {
              actions.showLog(project);
            })
          : item.project === RESCUE && log === undefined
            ? showHere
            : undefined
      }
    />
  );
}
