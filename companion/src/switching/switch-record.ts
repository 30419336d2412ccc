import type { SavedRequest, SwitchPhase } from '../contract/contract.ts';
import type { ServerRef } from '../drivers/server-ref.ts';
import type { HandOver, SwitchRecord } from '../records/switches.ts';

export const NO_HAND_OVER: HandOver = {
  move: false,
  answers: {},
  pages: false,
  arrived: false
};

/** The server that the user leaves, if there is one to leave. */
export function previous(record: SwitchRecord): ServerRef | undefined {
  const { user, fromServer, server } = record;
  return fromServer === null || fromServer === server
    ? undefined
    : { user, name: fromServer };
}

/** The pages that still had unsaved work when they last answered. */
export function unsavedPages({ handOver }: SwitchRecord): string[] {
  return Object.entries(handOver.answers)
    .filter(([, paths]) => paths.length > 0)
    .map(([page]) => page);
}

export function withHandOver(
  record: SwitchRecord,
  handOver: Partial<HandOver>
): SwitchRecord {
  return { ...record, handOver: { ...record.handOver, ...handOver } };
}

/** Mark a switch as to be undone; the first reason stays. */
export function withEnding(
  record: SwitchRecord,
  ending: NonNullable<HandOver['ending']>
): SwitchRecord {
  return record.handOver.ending
    ? record
    : withHandOver(
        { ...record, shown: { ...record.shown, cancellable: false } },
        { ending }
      );
}

/** The phases in which a page's answer counts. */
const ANSWERED: readonly SwitchPhase[] = [
  'ready',
  'active',
  'stopping-previous',
  'done'
];

/** Add the answer of an old page; its `move` counts only at `ready`. */
export function withAnswer(
  record: SwitchRecord,
  { page, move, unsaved }: SavedRequest
): SwitchRecord {
  const { shown, handOver } = record;
  if (!ANSWERED.includes(shown.phase)) {
    return record;
  }
  return withHandOver(record, {
    move: handOver.move || (move && shown.phase === 'ready'),
    answers: { ...handOver.answers, [page]: unsaved }
  });
}
