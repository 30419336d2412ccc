import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  Switch,
  SwitchPhase
} from 'jupyterlab-projects-companion/contract';
import React from 'react';
import type { IProjectsModel } from '../../tokens.ts';
import { Button } from '../parts/dialog.tsx';
import type {
  HandOverState,
  SwitchHandOver
} from '../../hand-over/switch-hand-over.ts';
import { useNow, useSignal } from '../parts/switch-hooks.ts';
import { namesOf } from '../../words/switch-names.ts';
import type { SwitchStage } from './switch-stage.ts';
import { minutes } from './switch-steps.ts';

/**
 * The props of a shrunken switch.
 */
export interface SwitchStripProps {
  readonly model: IProjectsModel;
  readonly stage: SwitchStage;
  readonly trans: TranslationBundle;
  readonly handOver?: SwitchHandOver;
  readonly navigate: (url: string) => void;
  /** Tell why something was not done. */
  readonly fail: (error: unknown) => void;
}

/**
 * A switch that is shrunken to a line of the panel.
 */
export function SwitchStrip(props: SwitchStripProps): React.JSX.Element | null {
  const { model, stage, trans, handOver } = props;
  useSignal(model.changed);
  useSignal(stage.changed);
  useSignal(handOver?.changed);
  const item = model.switching;
  if (!item) {
    return null;
  }
  if (handOver?.state.phase === 'stale') {
    return <StaleStrip {...props} item={item} />;
  }
  if (stage.view !== 'strip') {
    return null;
  }
  const { to } = namesOf(item, model, trans);
  const move = mover(item, model, handOver, props.fail);
  return (
    <div className="jp-Projects-strip">
      {!move && <span className="jp-Projects-ring" aria-hidden="true" />}
      <span className="jp-Projects-stripText">
        {stripText(item, to, handOver?.state.phase, trans)}
        {!move && <Waiting item={item} trans={trans} />}
      </span>
      {move && (
        <Button look="accept" onClick={move}>
          {trans.__('Move now')}
        </Button>
      )}
      <Button
        look="link"
        onClick={() => {
          stage.open();
        }}
      >
        {trans.__('Show')}
      </Button>
    </div>
  );
}

/**
 * Return a function that lets a ready switch go on, if this page may do so.
 */
export function mover(
  item: Switch,
  model: IProjectsModel,
  handOver: SwitchHandOver | undefined,
  fail: (error: unknown) => void
): (() => void) | undefined {
  if (item.phase !== 'ready') {
    return undefined;
  }
  if (!handOver) {
    // This is the home page: pages of the old server save when the switch
    // moves.
    return () => void model.saved(item.id, true, []).catch(fail);
  }
  return handOver.state.phase === 'offering' ||
    handOver.state.phase === 'waiting'
    ? () => void handOver.move()
    : undefined;
}

/**
 * Return one line for the phase of a switch.
 */
export function stripText(
  item: Switch,
  to: string,
  phase: HandOverState['phase'] | undefined,
  trans: TranslationBundle
): string {
  if (phase === 'waiting') {
    return trans.__('%1 is ready. This tab moves when no cell runs.', to);
  }
  const texts: Partial<Record<SwitchPhase, string>> = {
    waiting: trans.__('%1: waiting', to),
    building: trans.__('%1: building the software', to),
    starting: trans.__('%1: starting', to),
    ready: trans.__('%1 is ready.', to),
    'restoring-previous': trans.__('%1 did not start', to)
  };
  return texts[item.phase] ?? trans.__('Moving to %1…', to);
}

function Waiting(props: Parameters<typeof Elapsed>[0]): React.JSX.Element {
  const { phase, message } = props.item;
  return (
    <>
      <Elapsed {...props} />
      {phase === 'starting' && message && (
        <span className="jp-Projects-stepMessage">{message}</span>
      )}
    </>
  );
}

/**
 * The time since the switch began, and the time that the last one took.
 */
export function Elapsed({
  item,
  trans
}: Pick<SwitchStripProps, 'trans'> & {
  readonly item: Switch;
}): React.JSX.Element {
  const time = minutes(useNow() - Date.parse(item.startedAt));
  const last = item.lastDurationMs;
  return (
    <span className="jp-Projects-stepTime" aria-hidden="true">
      {' · '}
      {last === undefined
        ? time
        : trans.__('%1 of about %2', time, minutes(last))}
    </span>
  );
}

function StaleStrip({
  model,
  trans,
  item,
  navigate
}: SwitchStripProps & { readonly item: Switch }): React.JSX.Element {
  const { to, from } = namesOf(item, model, trans);
  const { url } = item;
  return (
    <div className="jp-Projects-strip">
      <span className="jp-Projects-stripText">
        {trans.__('This tab belongs to %1', from ?? to)}
      </span>
      {url && (
        <Button
          look="accept"
          onClick={() => {
            navigate(url);
          }}
        >
          {trans.__('Go to %1', to)}
        </Button>
      )}
    </div>
  );
}
