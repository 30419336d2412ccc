/** The waits of a switch before and after the tab is moved (DESIGN.md 5). */
import type { Presence } from '../../events/presence.ts';
import { Deadline } from '../deadline.ts';
import type { RunningSwitch } from '../running-switch.ts';
import { previous } from '../switch-record.ts';
import type { AllTimes } from '../switch-times.ts';

export interface HandOverDeps {
  readonly presence: Presence;
  readonly times: AllTimes;
}

/**
 * Wait until the user may be moved: a page of the old server said so, or no
 * page is open. A page that loses its socket for a moment is not gone; after a
 * restart of the companion, pages get longer to come back. There is no
 * deadline: nobody is pulled out of their work.
 */
export async function untilMovable(
  running: RunningSwitch,
  { presence, times }: HandOverDeps
): Promise<void> {
  const from = previous(running.record);
  const isOpen = () => from !== undefined && presence.pages(from).size > 0;
  if (!from || (!running.resumed && !isOpen())) {
    return;
  }
  const patience = running.resumed ? times.savedDeadlineMs : times.absentMs;
  await untilToldOrGone(running, isOpen, patience);
}

async function untilToldOrGone(
  running: RunningSwitch,
  isOpen: () => boolean,
  patience: number
): Promise<void> {
  let absent: Deadline | undefined;
  const isGone = () => absent?.passed === true;
  try {
    while (!running.record.handOver.move && !isGone()) {
      if (isOpen()) {
        absent?.clear();
        absent = undefined;
      } else {
        absent ??= ringing(running, patience);
      }
      await running.changed.next(running.signal);
    }
  } finally {
    absent?.clear();
  }
}

function ringing(running: RunningSwitch, ms: number): Deadline {
  return new Deadline(ms, () => {
    running.changed.notify();
  });
}

/** True when each open page of the old server has answered. */
function allAnswered(running: RunningSwitch, presence: Presence): boolean {
  const from = previous(running.record);
  const pages = from ? [...presence.pages(from)] : [];
  return pages.every(page => page in running.record.handOver.answers);
}

/** Wait until the old server may be stopped, as far as time and pages go. */
export async function untilLeft(
  running: RunningSwitch,
  { presence, times }: HandOverDeps
): Promise<void> {
  const grace = ringing(running, times.stopGraceMs);
  const saved = ringing(running, times.savedDeadlineMs);
  const arrive = ringing(running, times.arriveDeadlineMs);
  const mayStop = () => {
    const { pages, arrived } = running.record.handOver;
    return (
      grace.passed &&
      (saved.passed || allAnswered(running, presence)) &&
      (!pages || arrived || arrive.passed)
    );
  };
  try {
    while (!mayStop()) {
      await running.changed.next(running.closing);
    }
  } finally {
    for (const each of [grace, saved, arrive]) {
      each.clear();
    }
  }
}

/**
 * Wait until the pages of a server that makes room have saved, or had time to.
 * After a restart of the companion no page is known that could answer, so only
 * the time counts.
 */
export async function untilSaved(
  running: RunningSwitch,
  { presence, times }: HandOverDeps,
  resumed: boolean
): Promise<void> {
  const saved = ringing(running, times.savedDeadlineMs);
  try {
    while (!saved.passed && (resumed || !allAnswered(running, presence))) {
      await running.changed.next(running.signal);
    }
  } finally {
    saved.clear();
  }
}
