import type { TranslationBundle } from '@jupyterlab/translation';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import React, { useEffect, useRef } from 'react';
import { companionError } from '../../projects/errors.ts';
import type { IProjectsModel } from '../../tokens.ts';
import type { PanelActions } from '../parts/actions.ts';
import { RESCUE } from '../../projects/rescue.ts';
import { SwitchDialog } from './switch-dialog.tsx';
import { SwitchFailure } from './switch-failure.tsx';
import type { SwitchHandOver } from '../../hand-over/switch-hand-over.ts';
import { useSignal } from '../parts/switch-hooks.ts';
import type { SwitchNames } from '../../words/switch-names.ts';
import { namesOf } from '../../words/switch-names.ts';
import { SwitchQuestion } from './switch-question.tsx';
import type { SwitchStage } from './switch-stage.ts';
import { hasMoved, isUnderWay } from '../../projects/switch-rules.ts';
import { SwitchStale } from './switch-stale.tsx';
import { mover, stripText } from './switch-strip.tsx';

/**
 * The parts of their page that the dialogs of a switch use.
 */
export interface SwitchViewProps {
  readonly model: IProjectsModel;
  readonly stage: SwitchStage;
  readonly trans: TranslationBundle;
  readonly actions: PanelActions;
  readonly shell: 'lab' | 'home';
  /** A page of Lab has work to hand over; the home page has none. */
  readonly handOver?: SwitchHandOver;
  /** The home page's own requests: it follows no other switches. */
  readonly asking?: {
    where(project: string): 'here' | 'in-another-tab' | 'elsewhere';
    forget(): void;
  };
  readonly navigate: (url: string) => void;
  /** The address of the home page, for a page of Lab. */
  readonly home?: string;
}

interface Current extends SwitchViewProps {
  readonly item: Switch;
  readonly names: SwitchNames;
}

/**
 * The dialogs of the switch under way. Their code is loaded before it begins,
 * as the server that serves the code may be gone by then.
 */
export function SwitchView(props: SwitchViewProps): React.JSX.Element | null {
  const { model, stage, trans, handOver } = props;
  useSignal(model.changed);
  useSignal(stage.changed);
  useSignal(handOver?.changed);
  useFollowing(props);
  const item = model.switching;
  if (!item) {
    return null;
  }
  const current = { ...props, item, names: namesOf(item, model, trans) };
  return (
    <>
      <p className="jp-Projects-spoken" role="status">
        {isUnderWay(item)
          ? stripText(item, current.names.to, handOver?.state.phase, trans)
          : ''}
      </p>
      <HandOverDialog {...current} />
      <ProgressDialog {...current} />
    </>
  );
}

function cancel({ model, actions }: SwitchViewProps): void {
  model.cancelSwitch().catch((error: unknown) => {
    // The user sees that it is too late, as the switch goes on.
    if (companionError(error).code !== 'too-late-to-cancel') {
      actions.fail(error);
    }
  });
}

/** Follows a switch that this home page asked for: it has nothing to save. */
function useFollowing({
  model,
  stage,
  asking,
  navigate
}: SwitchViewProps): void {
  const over = useRef<string | null>(null);
  const item = model.switching;
  useEffect(() => {
    const isNews = item && stage.watched && over.current !== item.id;
    if (!isNews || asking?.where(item.project) !== 'here') {
      return;
    }
    const to = hasMoved(item) ? item.url : undefined;
    if (to !== undefined || !isUnderWay(item)) {
      over.current = item.id;
      asking.forget();
    }
    if (to !== undefined) {
      navigate(to);
    }
  }, [item, navigate, asking, stage]);
}

function HandOverDialog(props: Current): React.JSX.Element | null {
  const { item, names, trans, handOver } = props;
  const state = handOver?.state;
  if (state?.phase === 'asking') {
    return (
      <SwitchQuestion
        {...{ names, trans, stakes: state.stakes }}
        keepsPrevious={item.keepsPrevious === true}
        onMove={when => void handOver?.moveAnyway(when)}
        onStay={() => {
          handOver?.stay();
          cancel(props);
        }}
        onDownload={() => void handOver?.download()}
      />
    );
  }
  if (state?.phase === 'moving') {
    return <Cover names={names} trans={trans} />;
  }
  return state?.phase === 'stale' && !state.dismissed ? (
    <SwitchStale
      {...{ item, names, trans, state }}
      onGo={() => {
        props.navigate(item.url ?? '');
      }}
      onOpen={() => {
        handOver?.dismiss();
        if (state.stopped && props.home !== undefined) {
          // This page's token ended with its server; the home page has its own.
          const { previous } = names;
          const link = previous ? `open/${previous.slug}` : '';
          props.navigate(props.home + link);
        } else if (names.previous) {
          props.actions.switchTo(names.previous);
        } else if (item.from === RESCUE) {
          props.actions.openRescue();
        }
      }}
      onDownload={() => void handOver?.download()}
      onDismiss={() => handOver?.dismiss()}
    />
  ) : null;
}

function ProgressDialog(props: Current): React.JSX.Element | null {
  const { item, names, trans, handOver, stage, actions, model } = props;
  const phase = handOver?.state.phase;
  if (phase === 'asking' || phase === 'moving' || phase === 'stale') {
    return null;
  }
  const { project } = names;
  if (stage.view === 'failed') {
    return <SwitchFailure {...{ item, names, trans, stage, actions, model }} />;
  }
  return stage.view === 'dialog' ? (
    <SwitchDialog
      {...{ item, names, trans }}
      documents={handOver?.documents ?? 0}
      onMove={mover(item, model, handOver, error => {
        actions.fail(error);
      })}
      onKeepWorking={() => {
        stage.shrink();
      }}
      onCancel={() => {
        cancel(props);
      }}
      onLog={
        project &&
        (() => {
          stage.shrink();
          actions.showLog(project);
        })
      }
    />
  ) : null;
}

/** A cover, so that nothing is clicked or typed between saving and leaving. */
function Cover({
  names,
  trans
}: Pick<Current, 'names' | 'trans'>): React.JSX.Element {
  const node = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = node.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={node}
      className="jp-Projects-cover"
      aria-label={trans.__('Moving to %1…', names.to)}
      data-lm-suppress-shortcuts="true"
      onCancel={event => {
        event.preventDefault();
      }}
    >
      <p role="status">{trans.__('Moving to %1…', names.to)}</p>
    </dialog>
  );
}
