import type { Switch } from 'jupyterlab-projects-companion/contract';

/**
 * True while a switch can still change.
 */
export function isUnderWay(item: Switch | null): boolean {
  return item !== null && !['done', 'failed', 'cancelled'].includes(item.phase);
}

/**
 * True when the user's Lab runs on the project that a switch moves to.
 */
export function hasMoved({ phase, strategy }: Switch): boolean {
  return (
    phase === 'active' ||
    phase === 'done' ||
    (phase === 'stopping-previous' && strategy === 'overlap')
  );
}
