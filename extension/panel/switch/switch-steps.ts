import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  Switch,
  SwitchPhase
} from 'jupyterlab-projects-companion/contract';

/**
 * One line of the list of steps.
 */
export interface Step {
  readonly phase: SwitchPhase;
  readonly label: string;
  readonly state: 'done' | 'now' | 'planned';
  readonly startedAt?: string;
  readonly endedAt?: string;
}

/**
 * The facts that the labels of the steps are made of.
 */
export interface StepNames {
  readonly trans: TranslationBundle;

  /**
   * The title of the project that the user leaves, if there is one.
   */
  readonly from: string | null;

  /**
   * How many documents there are to save, where that is known.
   */
  readonly documents: number;

  /**
   * True while the new server is ready and waits for the user.
   */
  readonly waits?: boolean;
}

const OVERLAP: readonly SwitchPhase[] = [
  'building',
  'starting',
  'ready',
  'active',
  'stopping-previous'
];

const RECREATE: readonly SwitchPhase[] = [
  'building',
  'stopping-previous',
  'starting',
  'restoring-previous',
  'ready',
  'active'
];

/**
 * Return the steps of a switch: those that happened, and those that its plan
 * has.
 */
export function stepsOf(item: Switch, names: StepNames): Step[] {
  const order = item.strategy === 'overlap' ? OVERLAP : RECREATE;
  return order
    .filter(phase => isPlanned(item, phase, names.from !== null))
    .map(phase => {
      const entered = item.steps.findLast(step => step.phase === phase);
      const state = item.phase === phase ? 'now' : entered ? 'done' : 'planned';
      return {
        phase,
        label: label(item, phase, names),
        state,
        ...(entered && {
          startedAt: entered.startedAt,
          endedAt: entered.endedAt
        })
      };
    });
}

/** True when a step is listed; one that may never happen, once it has begun. */
function isPlanned(
  item: Switch,
  phase: SwitchPhase,
  hasFrom: boolean
): boolean {
  if (item.phase === phase || item.steps.some(step => step.phase === phase)) {
    return true;
  }
  if (phase === 'building' || phase === 'restoring-previous') {
    return false;
  }
  return phase === 'starting' || phase === 'active' || hasFrom;
}

function label(
  item: Switch,
  phase: SwitchPhase,
  { trans, from, documents, waits }: StepNames
): string {
  const previous = from ?? '';
  const saving =
    documents > 0
      ? trans._n('Saving %1 document', 'Saving %1 documents', documents)
      : trans.__('Saving documents');
  const labels: Partial<Record<SwitchPhase, string>> = {
    building: trans.__('Building the software'),
    starting: trans.__('Starting the server'),
    ready: waits ? trans.__('Ready when you are') : saving,
    active: trans.__('Moving this tab'),
    'restoring-previous': trans.__('Starting %1 again', previous),
    'stopping-previous': item.keepsPrevious
      ? trans.__('Leaving %1 running', previous)
      : trans.__('Stopping %1', previous)
  };
  return labels[phase] ?? phase;
}

/**
 * A duration as `m:ss`.
 */
export function minutes(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60).toString()}:${(seconds % 60).toString().padStart(2, '0')}`;
}
