import { z } from 'zod';
import { Failure, Switch } from '../contract/contract.ts';
import type { SavedRequest, SwitchPhase } from '../contract/contract.ts';
import type { ServerRef } from '../drivers/server-ref.ts';

/** What the journal keeps of a hand-over, beside what pages are shown. */
const HandOver = z.object({
  /** Whether a page of the old server said that the user may be moved. */
  move: z.boolean(),
  /** What each page that has saved could not save: paths. */
  answers: z.record(z.string(), z.array(z.string())),
  /** Whether a page of the old server was open when the switch became active. */
  pages: z.boolean(),
  arrived: z.boolean(),
  /** What the old server ran when it was stopped before the new one started. */
  previousImage: z.string().optional(),
  /** How the switch is about to end, while what it began is undone. */
  ending: z
    .object({
      phase: z.enum(['failed', 'cancelled']),
      error: Failure.optional()
    })
    .optional()
});
export type HandOver = z.infer<typeof HandOver>;

/** `switches.state_json`: a contract object, and the hand-over. */
export const Stored = Switch.extend({ handOver: HandOver });

/** A switch as the journal has it. */
export interface SwitchRecord {
  readonly user: string;
  /** What pages are shown. */
  readonly shown: Switch;
  readonly handOver: HandOver;
  /** The server that the user leaves, when it ran at the click. */
  readonly fromServer: string | null;
  /** The server that the user goes to, once it is chosen. */
  readonly server: string | null;
  /** The image that was asked for or chosen, once it is known. */
  readonly image: string | null;
  readonly ticketHash: string;
}

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

/** The switch is to be undone; the first reason stays. */
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

/** A page of the old server has saved; `move` counts while we wait for it. */
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
