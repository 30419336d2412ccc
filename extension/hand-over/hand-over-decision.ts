import type { Switch } from 'jupyterlab-projects-companion/contract';
import type { Stake } from './switch-hand-over.ts';

/** A switch that took longer finds the user at something else. */
const SHORT = 15_000;

/** Who typed so lately may be in the middle of a word. */
const PAUSE = 5000;

/**
 * What is known at the moment at which the new server is ready.
 */
export interface HandOverFacts {
  /** From the click to `ready`, in milliseconds. */
  readonly took: number;

  /** Since the last key, in milliseconds. */
  readonly sinceKey: number;

  /** What a move could lose, or would stop. */
  readonly stakes: readonly Stake[];

  /** Whether this page has seen the switch before it was ready. */
  readonly watched: boolean;

  /** Whether the user lets tabs move by themselves. */
  readonly allowed: boolean;
}

/**
 * Whether the tab moves by itself, offers to, or asks first.
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
 * How long a switch took until it was ready, by the service's own clock.
 */
export function tookUntilReady(item: Switch): number {
  const ready = item.steps.find(step => step.phase === 'ready');
  return ready
    ? Date.parse(ready.startedAt) - Date.parse(item.startedAt)
    : Infinity;
}

/**
 * What is at stake, the worst first.
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
    // Terminals of a server that runs on go on as well.
    ...(found.terminals > 0 && !found.keepsPrevious
      ? [{ kind: 'terminals' as const, count: found.terminals }]
      : [])
  ];
}

/** What a page is in the hand-over of a switch. */
export type Role = 'moves' | 'agrees' | 'saves';

/**
 * The page that asked moves. When no page of Lab asked (the home page did, or a
 * script), the page that is looked at moves, and a hidden one lets the switch go
 * on without it. Every other page only saves.
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
