import type { Switch } from 'jupyterlab-projects-companion/contract';
import type { Stake } from './switch-hand-over.ts';

/** In ms; during a longer switch the user has turned to something else. */
const SHORT = 15_000;

/** In ms; a user who typed this lately may be in the middle of a word. */
const PAUSE = 5000;

/**
 * The facts at the moment when the new server is ready.
 */
export interface HandOverFacts {
  /** From the click to `ready`, in milliseconds. */
  readonly took: number;

  /** Since the last key, in milliseconds. */
  readonly sinceKey: number;

  /** The work that a move could lose or would stop. */
  readonly stakes: readonly Stake[];

  /** True when this page has seen the switch before it was ready. */
  readonly watched: boolean;

  /** True when the user lets tabs move by themselves. */
  readonly allowed: boolean;
}

/**
 * Decide whether the tab moves by itself, offers to move, or asks first.
 */
export function decide(facts: HandOverFacts): 'move' | 'offer' | 'ask' {
  const disturbs =
    facts.took > SHORT ||
    facts.sinceKey < PAUSE ||
    !facts.watched ||
    !facts.allowed;
  if (facts.stakes.length > 0) {
    // A question that pops up while somebody types is answered by accident.
    return disturbs ? 'offer' : 'ask';
  }
  return disturbs ? 'offer' : 'move';
}

/**
 * Return how long a switch took until it was ready, by the service's clock.
 */
export function tookUntilReady(item: Switch): number {
  const ready = item.steps.find(step => step.phase === 'ready');
  return ready
    ? Date.parse(ready.startedAt) - Date.parse(item.startedAt)
    : Infinity;
}

/**
 * List the work at stake, the worst first.
 */
export function stakesOf(found: {
  readonly readOnly: readonly string[];
  readonly failed: readonly string[];
  readonly cells: readonly string[];
  readonly terminals: number;
  readonly keepsPrevious: boolean;
}): Stake[] {
  const readOnly = new Set(found.readOnly);
  const unsaved = [...new Set([...found.readOnly, ...found.failed])];
  return [
    ...unsaved.map(path => ({
      kind: 'unsaved' as const,
      path,
      readOnly: readOnly.has(path)
    })),
    ...found.cells.map(path => ({ kind: 'cells' as const, path })),
    // Terminals go on if their server runs on.
    ...(found.terminals > 0 && !found.keepsPrevious
      ? [{ kind: 'terminals' as const, count: found.terminals }]
      : [])
  ];
}

/** The part of a page in the hand-over of a switch. */
export type Role = 'moves' | 'agrees' | 'saves';

/**
 * Return the role of a page. The page that asked moves. When no page of Lab
 * asked (the home page did, or a script), a visible page moves, and a hidden
 * one lets the switch go on without it. Every other page only saves.
 */
export function roleOf(
  asked: 'here' | 'in-another-tab' | 'elsewhere',
  visible: boolean
): Role {
  if (asked === 'elsewhere') {
    return visible ? 'moves' : 'agrees';
  }
  return asked === 'here' ? 'moves' : 'saves';
}
