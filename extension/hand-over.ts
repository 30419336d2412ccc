import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import { decide, roleOf, tookUntilReady } from './hand-over-decision.ts';
import type { IHandOverOptions } from './hand-over-options.ts';
import type {
  HandOverState,
  Stake,
  SwitchHandOver
} from './panel/switch-hand-over.ts';
import { SwitchTurns } from './switch-turns.ts';

/**
 * This page's part of a switch: it saves, says so, and moves or stays behind.
 */
export class HandOver implements SwitchHandOver, IDisposable {
  constructor(options: IHandOverOptions) {
    this._options = options;
    this._turns = new SwitchTurns(options.model, {
      began: () => {
        this._reset();
      },
      ready: item => this._onReady(item),
      makesRoom: item => this._answer(item),
      moved: item => this._onMoved(item),
      gaveUp: () => {
        options.asking.forget();
        this._reset();
      }
    });
  }

  get state(): HandOverState {
    return this._state;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get documents(): number {
    return this._options.work.documents.dirty().length;
  }

  async move(): Promise<void> {
    const item = this._ready();
    const stakes = item ? await this._stakes(item) : [];
    if (stakes.length > 0) {
      this._set({ phase: 'asking', stakes });
    } else if (item) {
      await this._move(item, []);
    }
  }

  async moveAnyway(when: 'now' | 'finished'): Promise<void> {
    const item = this._ready();
    if (!item) {
      return;
    }
    if (when === 'finished') {
      await this._moveWhenIdle(item);
      return;
    }
    const stakes = this._state.phase === 'asking' ? this._state.stakes : [];
    await this._move(
      item,
      stakes.flatMap(stake => (stake.kind === 'unsaved' ? [stake.path] : []))
    );
  }

  dismiss(): void {
    if (this._state.phase === 'stale') {
      this._set({ ...this._state, dismissed: true });
    }
  }

  async download(): Promise<void> {
    if (this._state.phase === 'stale') {
      await this._options.work.documents.download(this._state.unsaved);
    }
  }

  /**
   * This page's server is gone, and the switch says why.
   */
  lost(): void {
    const { state } = this;
    const isTold = state.phase === 'stale' && state.stopped;
    if (state.phase !== 'moving' && !isTold) {
      this._stayBehind(this._options.work.documents.dirty(), true);
    }
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._turns.dispose();
    this._waiting?.abort();
    Signal.clearData(this);
  }

  private _reset(): void {
    this._answered = false;
    this._waiting?.abort();
    this._options.work.rest(false);
    this._set({ phase: 'idle' });
  }

  private async _onReady(item: Switch): Promise<void> {
    const { asking, visible, work } = this._options;
    await asking.settled();
    if (item.previousServer !== this._options.server) {
      return;
    }
    if (roleOf(asking.where(item.project), visible()) === 'saves') {
      await this._answer(item);
      return;
    }
    const stakes = await this._stakes(item);
    const decision = decide({
      took: tookUntilReady(item),
      sinceKey: work.sinceKey(),
      stakes,
      watched: this._turns.watched,
      allowed: this._options.mayMove()
    });
    if (decision === 'move') {
      await this._move(item, []);
    } else if (this._ready()?.id === item.id) {
      this._set(
        decision === 'ask' ? { phase: 'asking', stakes } : { phase: 'offering' }
      );
    }
  }

  /** The user's Lab is on the new server: follow it, or stay behind. */
  private async _onMoved(item: Switch): Promise<void> {
    const { asking, server, visible } = this._options;
    await asking.settled();
    this._waiting?.abort();
    const asked = asking.where(item.project);
    const concerned = item.previousServer === server;
    const unsaved = this._answered ? [] : await this._answer(item);
    const goes = concerned
      ? roleOf(asked, visible()) === 'moves'
      : asked === 'here';
    if (goes && unsaved.length === 0) {
      await this._leave(item);
    } else if (concerned) {
      // A server with unsaved work is not stopped.
      this._stayBehind(unsaved, unsaved.length === 0 && !item.keepsPrevious);
    }
  }

  private async _moveWhenIdle(item: Switch): Promise<void> {
    this._waiting?.abort();
    const waiting = (this._waiting = new AbortController());
    this._set({ phase: 'waiting' });
    await this._options.work.idle(waiting.signal);
    if (!waiting.signal.aborted) {
      await this._move(item, []);
    }
  }

  private async _move(item: Switch, accepted: string[]): Promise<void> {
    const { door, work } = this._options;
    this._waiting?.abort();
    this._set({ phase: 'saving' });
    const unsaved = await work.documents.save();
    if (this._ready()?.id !== item.id) {
      return;
    }
    if (unsaved.some(path => !accepted.includes(path))) {
      this._set({ phase: 'asking', stakes: await this._stakes(item, unsaved) });
      return;
    }
    this._discards = unsaved.length > 0;
    this._answered = true;
    work.rest(true);
    this._set({ phase: 'moving' });
    door.prepare();
    await this._options.model
      .saved(item.id, true, unsaved)
      .then(() => door.patience())
      .catch(() => undefined);
    if (this._ready()?.id === item.id) {
      // The companion has not moved it: give the page back.
      this._answered = false;
      work.rest(false);
      this._set({ phase: 'offering' });
    }
  }

  /** Save, and say what could not be saved, if this page's server is left. */
  private async _answer(item: Switch): Promise<string[]> {
    if (item.previousServer !== this._options.server) {
      return [];
    }
    const unsaved = await this._options.work.saveInTime();
    await this._options.model
      .saved(item.id, false, unsaved)
      .catch(() => undefined);
    return unsaved;
  }

  private async _leave(item: Switch): Promise<void> {
    const { door, work } = this._options;
    this._set({ phase: 'moving' });
    await door.leave(item, this._discards);
    await door.patience();
    // Still here: the user chose to stay when the browser asked.
    this._stayBehind(work.documents.dirty(), !item.keepsPrevious);
  }

  private _stayBehind(unsaved: readonly string[], stopped: boolean): void {
    this._options.work.rest(false);
    this._options.asking.forget();
    this._set({ phase: 'stale', unsaved, stopped, dismissed: false });
  }

  private _stakes(item: Switch, failed: string[] = []): Promise<Stake[]> {
    return this._options.work.stakes(item.keepsPrevious === true, failed);
  }

  /** The switch under way, while its new server is ready. */
  private _ready(): Switch | null {
    const item = this._options.model.switching;
    return item?.phase === 'ready' ? item : null;
  }

  private _set(state: HandOverState): void {
    this._state = state;
    this._changed.emit();
  }

  private readonly _options: IHandOverOptions;
  private readonly _turns: SwitchTurns;
  private readonly _changed = new Signal<this, void>(this);
  private _state: HandOverState = { phase: 'idle' };
  private _answered = false;
  private _discards = false;
  private _isDisposed = false;
  private _waiting: AbortController | undefined;
}
