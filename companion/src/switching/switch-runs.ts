import type { UserLocks } from '../base/user-locks.ts';
import type { Driver } from '../drivers/driver.ts';
import type { ServerRef } from '../drivers/server-ref.ts';
import { Failed } from '../base/errors.ts';
import { inTime, pause } from './deadline.ts';
import type { EndedServers } from './ended-servers.ts';
import { type Flow, WARNINGS } from './steps/flow.ts';
import type { Journal } from './journal.ts';
import { RunningSwitch } from './running-switch.ts';
import type { Servers } from './servers.ts';
import { isBeforeActive, isFinal } from './switch-state.ts';
import { previous, withEnding } from './switch-record.ts';
import type { Presence } from '../events/presence.ts';
import type { SwitchRecord } from '../records/switches.ts';
import type { AllTimes } from './switch-times.ts';
import type { Undo } from './steps/undo.ts';
import type { Warm } from './warm.ts';

/** Tries of a switch that is stuck; with the default times, ten minutes. */
const TRIES = 120;

interface Run {
  readonly running: RunningSwitch;
  readonly ended: Promise<void>;
}

export interface SwitchRunsDeps {
  readonly journal: Journal;
  readonly servers: Servers;
  readonly warm: Warm;
  readonly flow: Flow;
  readonly undo: Undo;
  readonly ended: EndedServers;
  readonly driver: Pick<Driver, 'onExit'>;
  readonly presence: Presence;
  readonly locks: Pick<UserLocks, 'servers'>;
  readonly times: AllTimes;
  readonly log: { error(about: object, message: string): void };
  readonly now: () => Date;
}

/** The switches under way. */
export class SwitchRuns {
  readonly #deps: SwitchRunsDeps;
  readonly #runs = new Map<string, Run>();
  readonly #unsubscribe: (() => void)[];
  #disposed = false;

  constructor(deps: SwitchRunsDeps) {
    this.#deps = deps;
    this.#unsubscribe = [
      deps.presence.onChange(server => {
        this.#pageChanged(server);
      }),
      deps.driver.onExit((server, why) => {
        void this.#serverEnded(server, why);
        deps.ended.heard(server, why);
      })
    ];
  }

  /** Write a switch down and, unless it is done already, begin it. */
  async begin(record: SwitchRecord): Promise<void> {
    await this.#deps.journal.insert(record);
    if (!isFinal(record.shown)) {
      this.#start(record, false);
    }
  }

  /** Take the switch to its end, in the background. */
  #start(record: SwitchRecord, resumed: boolean): void {
    if (this.#disposed) {
      // It is in the journal: the next companion goes on with it.
      return;
    }
    const { journal, now } = this.#deps;
    const running = new RunningSwitch(record, { journal, now, resumed });
    const ended = this.#run(running).then(() => {
      this.#deps.warm.tidy(record.user);
    });
    this.#runs.set(record.shown.id, { running, ended });
  }

  /** Undo a switch; false when it is too late. */
  async cancel(id: string): Promise<boolean> {
    const run = this.#runs.get(id);
    const record = await run?.running.update(before =>
      before.shown.cancellable
        ? withEnding(before, { phase: 'cancelled' })
        : before
    );
    if (!run || record?.handOver.ending?.phase !== 'cancelled') {
      return false;
    }
    run.running.abort(new Failed('interrupted', 'The switch was cancelled.'));
    await inTime(this.#deps.times.stopGraceMs, run.ended);
    return true;
  }

  /** Change a switch, also one that has ended. */
  async change(
    user: string,
    id: string,
    change: (record: SwitchRecord) => SwitchRecord
  ): Promise<SwitchRecord> {
    const run = this.#runs.get(id);
    if (run) {
      return await run.running.update(change);
    }
    const record = await this.#deps.locks.servers.run(user, async () => {
      const before = await this.#deps.journal.find(id);
      if (!before) {
        throw new Failed('not-found', 'There is no such switch.');
      }
      const next = change(before);
      if (next !== before) {
        await this.#deps.journal.write(next, before);
      }
      return next;
    });
    this.#deps.warm.tidy(user);
    return record;
  }

  async recover(): Promise<void> {
    for (const record of await this.#deps.journal.allUnderWay()) {
      this.#start(record, true);
    }
    this.#deps.warm.tidyAll(await this.#deps.servers.users());
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const unsubscribe of this.#unsubscribe) {
      unsubscribe();
    }
    const runs = [...this.#runs.values()];
    for (const { running } of runs) {
      running.close(new Failed('interrupted', 'The service is stopping.'));
    }
    this.#deps.servers.dispose();
    await Promise.all(runs.map(run => run.ended));
    await this.#deps.ended.dispose();
    await this.#deps.warm.dispose();
  }

  /** Never rejects. A failed write, on a full disk say, is tried again. */
  async #run(running: RunningSwitch): Promise<void> {
    const { id } = running.record.shown;
    for (let tries = 0; tries < TRIES && !this.#disposed; tries += 1) {
      try {
        await this.#proceed(running);
        break;
      } catch (error) {
        if (!running.closing.aborted) {
          this.#deps.log.error(
            { err: error, switch: id },
            'A switch could not go on; it is tried again'
          );
          await pause(this.#deps.times.stopGraceMs, running.closing);
        }
      }
    }
    await running.settled(() => {
      this.#runs.delete(id);
    });
  }

  async #proceed(running: RunningSwitch): Promise<void> {
    try {
      if (running.record.handOver.ending) {
        await this.#deps.undo.run(running, undefined);
      } else {
        await this.#deps.flow.run(running);
      }
    } catch (error) {
      if (!this.#disposed) {
        await this.#end(running, error);
      }
    }
  }

  async #end(running: RunningSwitch, error: unknown): Promise<void> {
    if (isBeforeActive(running.record.shown)) {
      await this.#deps.undo.run(running, error);
      return;
    }
    const { shown } = running.record;
    this.#deps.log.error(
      { err: error, switch: shown.id },
      'A switch failed after the move; its old server may still run'
    );
    if (!isFinal(shown)) {
      const warning = WARNINGS.notStopped;
      await running.step('done', { shown: { warning } });
    }
  }

  #pageChanged(server: ServerRef): void {
    for (const { running } of this.#runs.values()) {
      const from = previous(running.record);
      if (from?.user === server.user && from.name === server.name) {
        running.changed.notify();
      }
    }
    this.#deps.warm.pageChanged(server);
  }

  /** Abort a ready switch whose new server ended; a start fails by itself. */
  async #serverEnded(
    { user, name }: ServerRef,
    why: Promise<Failed | undefined>
  ): Promise<void> {
    const failed = await why;
    for (const { running } of this.#runs.values()) {
      const { record, phase } = running;
      if (record.user === user && record.server === name && phase === 'ready') {
        running.abort(
          failed ??
            new Failed('server-exited', 'The new server ended by itself.')
        );
      }
    }
  }
}
