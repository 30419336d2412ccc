/** The phases of a switch and the legal steps between them (DESIGN.md 5). */
import type { Switch, SwitchPhase } from '../contract/contract.ts';

type Steps = Readonly<Record<SwitchPhase, readonly SwitchPhase[]>>;

const ENDS = {
  done: [],
  failed: [],
  cancelled: []
} as const;

/** `waiting -> ready` is a switch to a server that runs already. */
const OVERLAP: Steps = {
  waiting: ['building', 'starting', 'ready', 'failed', 'cancelled'],
  building: ['starting', 'ready', 'failed', 'cancelled'],
  starting: ['ready', 'failed', 'cancelled'],
  ready: ['active', 'failed', 'cancelled'],
  active: ['stopping-previous', 'done'],
  'stopping-previous': ['done'],
  'restoring-previous': [],
  ...ENDS
};

/**
 * `waiting -> starting` is a switch with nothing to stop. `starting ->
 * stopping-previous` is one that began as an overlap and found no room.
 */
const RECREATE: Steps = {
  waiting: [
    'building',
    'stopping-previous',
    'starting',
    'ready',
    'failed',
    'cancelled'
  ],
  building: ['stopping-previous', 'starting', 'ready', 'failed', 'cancelled'],
  'stopping-previous': [
    'starting',
    'restoring-previous',
    'failed',
    'cancelled'
  ],
  starting: [
    'ready',
    'stopping-previous',
    'restoring-previous',
    'failed',
    'cancelled'
  ],
  ready: ['active', 'restoring-previous', 'failed', 'cancelled'],
  active: ['done'],
  'restoring-previous': ['failed', 'cancelled'],
  ...ENDS
};

const STEPS: Readonly<Record<Switch['strategy'], Steps>> = {
  overlap: OVERLAP,
  recreate: RECREATE
};

/** In English, for logs and scripts; the page has its own words. */
const MESSAGES: Readonly<Record<SwitchPhase, string>> = {
  waiting: 'Waiting',
  building: 'Building the image',
  starting: 'Starting the server',
  ready: 'The new server is ready',
  active: 'Moving to the new server',
  'stopping-previous': 'Stopping the previous server',
  'restoring-previous': 'Starting the previous server again',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled'
};

/** The fields of a switch that are known when it begins. */
export type Begun = Pick<
  Switch,
  | 'id'
  | 'project'
  | 'from'
  | 'strategy'
  | 'lastDurationMs'
  | 'previousUrl'
  | 'previousServer'
  | 'keepsPrevious'
>;

export function begin(begun: Begun, at: string): Switch {
  return {
    ...begun,
    phase: 'waiting',
    cancellable: true,
    message: MESSAGES.waiting,
    steps: [{ phase: 'waiting', startedAt: at }],
    startedAt: at
  };
}

/** A switch to where the user is already: nothing happens, and it is done. */
export function alreadyThere(begun: Begun, url: string, at: string): Switch {
  return {
    ...begun,
    phase: 'done',
    cancellable: false,
    message: MESSAGES.done,
    steps: [{ phase: 'done', startedAt: at, endedAt: at }],
    startedAt: at,
    endedAt: at,
    url
  };
}

export function isFinal({ phase, strategy }: Switch): boolean {
  return STEPS[strategy][phase].length === 0;
}

/** True while the user is still in the old project. */
export function isBeforeActive({ phase, strategy }: Switch): boolean {
  return STEPS[strategy][phase].some(
    next => next === 'failed' || next === 'cancelled'
  );
}

export function hasEntered(s: Switch, phase: SwitchPhase): boolean {
  return s.steps.some(step => step.phase === phase);
}

export function canAdvance(s: Switch, phase: SwitchPhase): boolean {
  return STEPS[s.strategy][s.phase].includes(phase);
}

/** The switch one step on; an illegal step is a bug of the caller. */
export function advance(
  s: Switch,
  phase: SwitchPhase,
  at: string,
  changes: Partial<Pick<Switch, 'image' | 'url' | 'warning' | 'error'>> = {}
): Switch {
  if (!canAdvance(s, phase)) {
    throw new Error(`Illegal step of a switch: ${s.phase} -> ${phase}`);
  }
  const before = s.steps.map(step =>
    step.endedAt === undefined ? { ...step, endedAt: at } : step
  );
  const next: Switch = {
    ...s,
    ...changes,
    phase,
    message: MESSAGES[phase],
    steps: [...before, { phase, startedAt: at }]
  };
  next.cancellable = canAdvance(next, 'cancelled') && !isUndoing(phase);
  if (!isFinal(next)) {
    return next;
  }
  return {
    ...next,
    steps: [...before, { phase, startedAt: at, endedAt: at }],
    endedAt: at
  };
}

/** True when `cancelled` may still follow, but is no longer to be asked for. */
const isUndoing = (phase: SwitchPhase) => phase === 'restoring-previous';

/**
 * How long the user waited for the server: until it was ready, without the build.
 * Unknown when no server was started.
 */
export function duration(s: Switch): number | undefined {
  const first = s.steps.find(
    ({ phase }) => phase === 'starting' || phase === 'stopping-previous'
  );
  const ready = s.steps.find(({ phase }) => phase === 'ready');
  return !first || !ready || !hasEntered(s, 'starting')
    ? undefined
    : Date.parse(ready.startedAt) - Date.parse(first.startedAt);
}
