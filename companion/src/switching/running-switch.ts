import type { Switch, SwitchPhase } from '../contract/contract.ts';
import { Failed } from '../base/errors.ts';
import { Notifier } from './notifier.ts';
import type { Also, Journal } from './journal.ts';
import { advance, isBeforeActive } from './switch-state.ts';
import type { SwitchRecord } from '../records/switches.ts';

/** The steps of a switch that is undone. */
const UNDO: readonly SwitchPhase[] = [
  'restoring-previous',
  'failed',
  'cancelled'
];

/** Fields of the record that may change with a step. */
export interface StepChanges {
  readonly shown?: Partial<Pick<Switch, 'url' | 'warning' | 'error'>>;
  readonly server?: string;
  /** Pages are shown it, too. */
  readonly image?: string;
  readonly also?: Also;
  /** Of the hand-over: true when pages of the old server are open. */
  readonly pages?: boolean;
}

/**
 * A switch under way. All changes of its record are made one after the other,
 * each written to the journal before anyone can see it.
 */
export class RunningSwitch {
  record: SwitchRecord;
  /** Notified when the record, or anything else to wait for, has changed. */
  readonly changed = new Notifier();
  /** True when the companion was started again since the last step. */
  resumed: boolean;
  readonly #abort = new AbortController();
  readonly #closing = new AbortController();
  readonly #journal: Journal;
  readonly #now: () => Date;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(
    record: SwitchRecord,
    deps: { journal: Journal; now: () => Date; resumed: boolean }
  ) {
    this.record = record;
    this.resumed = deps.resumed;
    this.#journal = deps.journal;
    this.#now = deps.now;
  }

  /** Aborted when the switch is to be undone, or the companion stops. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Aborted when the companion stops; this alone stops an active switch. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  get phase(): SwitchPhase {
    return this.record.shown.phase;
  }

  abort(reason: unknown): void {
    this.#abort.abort(reason);
  }

  close(reason: unknown): void {
    this.#closing.abort(reason);
    this.#abort.abort(reason);
  }

  /** Change the record, unless `change` returns the same one. */
  update(
    change: (record: SwitchRecord) => SwitchRecord,
    also?: Also
  ): Promise<SwitchRecord> {
    const turn = this.#tail.then(async () => {
      const next = change(this.record);
      if (next === this.record) {
        return next;
      }
      await this.#journal.write(next, this.record, also);
      this.record = next;
      this.changed.notify();
      return next;
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Enter the next phase; refused once the switch is to be undone. */
  async step(phase: SwitchPhase, changes: StepChanges = {}): Promise<void> {
    const { shown, also, pages, ...columns } = changes;
    const { image } = columns;
    const seen = image === undefined ? shown : { ...shown, image };
    await this.update(record => {
      if (isBeforeActive(record.shown) && !UNDO.includes(phase)) {
        this.refuseIfEnding(record);
      }
      const { handOver } = record;
      return {
        ...record,
        ...columns,
        shown: advance(record.shown, phase, this.#now().toISOString(), seen),
        handOver: pages === undefined ? handOver : { ...handOver, pages }
      };
    }, also);
    this.resumed = false;
  }

  /** Throw once the switch is to be undone, when a change must not be made. */
  refuseIfEnding({ handOver }: SwitchRecord): void {
    this.signal.throwIfAborted();
    if (handOver.ending) {
      throw new Failed('interrupted', 'The switch is being undone.');
    }
  }

  /** Call `then` at a moment when no change is left to be written. */
  async settled(then: () => void): Promise<void> {
    let tail;
    do {
      tail = this.#tail;
      await tail;
    } while (tail !== this.#tail);
    then();
  }
}
