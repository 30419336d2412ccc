import { checkIcon } from '@jupyterlab/ui-components';
import type { Build, BuildPhase } from 'jupyterlab-projects-companion/contract';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { elapsed } from '../../words/format.ts';
import { alertIcon } from '../../icons.ts';
import { useTime } from '../parts/clock.ts';
import { usePanel } from '../parts/panel-context.ts';
import { underWay } from '../../projects/project-rules.ts';

/**
 * One line of the list of phases.
 */
export interface BuildStep {
  readonly phase: BuildPhase | 'ready';
  readonly state: 'done' | 'now' | 'todo' | 'failed';
  /** How long it took or runs, in milliseconds. */
  readonly took?: number;
}

/**
 * Return the steps of a build: past, current and to come. Only steps that every
 * build takes are listed before they begin.
 */
export function buildSteps(build: Build, now: number): BuildStep[] {
  const running = underWay(build) !== undefined;
  const entered = build.steps.filter(({ phase }) => !ENDS.includes(phase));
  const steps: BuildStep[] = entered.map((step, index) => {
    const last = index === entered.length - 1 && step.endedAt === undefined;
    const end = step.endedAt ?? build.endedAt;
    return {
      phase: step.phase,
      state: running && last ? 'now' : stateAtEnd(build, index, entered.length),
      took: (end ? Date.parse(end) : now) - Date.parse(step.startedAt)
    };
  });
  const later = (['fetching', 'building'] as const).filter(
    phase => running && !entered.some(step => step.phase === phase)
  );
  return [
    ...steps,
    ...later.map(phase => ({ phase, state: 'todo' as const })),
    ...(running || build.phase === 'built'
      ? [{ phase: 'ready' as const, state: running ? 'todo' : 'done' } as const]
      : [])
  ];
}

const ENDS: readonly BuildPhase[] = ['built', 'failed', 'cancelled'];

function stateAtEnd(
  build: Build,
  index: number,
  length: number
): BuildStep['state'] {
  const ended = build.phase === 'failed' || build.phase === 'cancelled';
  return ended && index === length - 1 ? 'failed' : 'done';
}

/**
 * The list of phases.
 */
export function BuildSteps({
  build
}: {
  readonly build: Build;
}): React.JSX.Element {
  const { trans } = usePanel();
  const now = useTime(underWay(build) !== undefined);
  return (
    <ol className="jp-Projects-steps" aria-label={trans.__('Steps')}>
      {buildSteps(build, now).map(step => (
        <Step key={step.phase} step={step} build={build} />
      ))}
    </ol>
  );
}

function Step({
  step,
  build
}: {
  readonly step: BuildStep;
  readonly build: Build;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { state, took } = step;
  const detail = state === 'now' ? stepDetail(build, trans) : undefined;
  return (
    <li
      className={`jp-Projects-step jp-mod-${state}`}
      aria-current={state === 'now' ? 'step' : undefined}
    >
      <StepGlyph state={state} />
      <span className="jp-Projects-stepLabel">
        {stepLabel(step.phase, trans)}
        {detail && <span className="jp-Projects-stepMessage"> · {detail}</span>}
        <SpokenEnd step={step} />
      </span>
      <span className="jp-Projects-stepTime" aria-hidden>
        {took === undefined ? '' : elapsed(took)}
      </span>
    </li>
  );
}

function SpokenEnd({
  step: { state, took }
}: {
  readonly step: BuildStep;
}): React.JSX.Element | null {
  const { trans, format } = usePanel();
  const text =
    state === 'failed'
      ? trans.__('not done')
      : state === 'done' && took !== undefined
        ? trans.__('done, %1', format.spoken(took))
        : undefined;
  return text === undefined ? null : (
    <span className="jp-Projects-spoken"> {text}</span>
  );
}

function stepDetail(
  { phase, queuePosition, detail }: Build,
  trans: TranslationBundle
): string | undefined {
  return phase === 'waiting' && queuePosition !== undefined
    ? trans.__('number %1 in line', queuePosition)
    : detail;
}

function StepGlyph({
  state
}: {
  readonly state: BuildStep['state'];
}): React.JSX.Element {
  return (
    <span className="jp-Projects-stepGlyph" aria-hidden>
      {state === 'now' && <span className="jp-Projects-ring" />}
      {state === 'todo' && <span className="jp-Projects-todo" />}
      {state === 'done' && <checkIcon.react tag="span" />}
      {state === 'failed' && <alertIcon.react tag="span" />}
    </span>
  );
}

function stepLabel(
  phase: BuildStep['phase'],
  trans: TranslationBundle
): string {
  const labels: Partial<Record<string, string>> = {
    waiting: trans.__('Waiting'),
    fetching: trans.__('Fetching'),
    building: trans.__('Building'),
    pushing: trans.__('Pushing'),
    ready: trans.__('Ready to switch')
  };
  return labels[phase] ?? phase;
}
