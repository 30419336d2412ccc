import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Switch } from 'jupyterlab-projects-companion/contract';
import { decide, roleOf, tookUntilReady } from './hand-over-decision.ts';
import type { IHandOverOptions } from './hand-over-options.ts';
import type { HandOverState, SwitchHandOver } from './switch-hand-over.ts';
import { unsavedOf } from './switch-hand-over.ts';
import { PageAnswers } from './page-answers.ts';
import { PageMove } from './page-move.ts';
import { hasMoved, isUnderWay } from '../projects/switch-rules.ts';
import { SwitchTurns } from './switch-turns.ts';

/** In ms; by then the page that asked for a switch has moved, or is gone. */
const OFFER_AFTER = 5000;

/**
 * Does this page's part in a switch: it saves, tells the companion, and moves
 * or stays behind.
 */
export class HandOver implements SwitchHandOver, IDisposable {
  constructor(options: IHandOverOptions) {
    this._options = options;
    this._answers = new PageAnswers(options);
    this._move = new PageMove({
      ...{ work: options.work, door: options.door, answers: this._answers },
      isReady: item => this._isReady(item),
      set: state => {
        this._set(state);
      }
    });
    this._turns = new SwitchTurns(options.model, {
      began: () => {
        this._reset();
      },
      ready: item => this._onReady(item),
      makesRoom: item => this._answers.save(item),
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
    const stakes = item ? await this._move.stakes(item) : [];
    if (!item || !this._isReady(item)) {
      return;
    }
    this._isTold = true;
    if (stakes.length > 0) {
      this._set({ phase: 'asking', stakes });
    } else {
      await this._move.now(item, []);
    }
  }

  stay(): void {
    if (this._state.phase === 'asking') {
      this._isTold = false;
      this._set({ phase: 'offering' });
    }
  }

  async moveAnyway(when: 'now' | 'finished'): Promise<void> {
    const item = this._ready();
    if (!item) {
      return;
    }
    this._isTold = true;
    if (when === 'finished') {
      await this._move.whenIdle(item);
      return;
    }
    await this._move.now(item, unsavedOf(this._state));
  }

  dismiss(): void {
    if (this._state.phase === 'stale') {
      this._set({ ...this._state, dismissed: true });
    }
  }

  async download(): Promise<void> {
    await this._options.work.documents.download(unsavedOf(this._state));
  }

  /**
   * Tell the user that this page's server is gone because of a switch.
   */
  lost(): void {
    const { state } = this;
    const item = this._options.model.switching;
    const isTold = state.phase === 'stale' && state.stopped;
    // Where there is room for one server only, the switch's own dialog says it.
    const isOnItsWay = item !== null && isUnderWay(item) && !hasMoved(item);
    if (state.phase !== 'moving' && !isTold && !isOnItsWay) {
      this._stayBehind(this._options.work.documents.dirty(), true);
    }
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._turns.dispose();
    this._move.cancel();
    Signal.clearData(this);
  }

  private _reset(): void {
    this._isTold = false;
    this._move.reset();
    this._set({ phase: 'idle' });
  }

  private async _onReady(item: Switch): Promise<void> {
    const { asking, visible, work } = this._options;
    await asking.settled();
    if (!this._answers.concerns(item)) {
      return;
    }
    if (roleOf(asking.where(item.project), visible()) === 'saves') {
      await this._answers.save(item);
      this._offerLate(item);
      return;
    }
    const stakes = await this._move.stakes(item);
    if (!this._isReady(item)) {
      return;
    }
    const decision = decide({
      took: tookUntilReady(item),
      sinceKey: work.sinceKey(),
      stakes,
      watched: this._turns.watched,
      allowed: this._options.mayMove()
    });
    if (decision === 'move') {
      await this._move.now(item, []);
    } else {
      this._set(
        decision === 'ask' ? { phase: 'asking', stakes } : { phase: 'offering' }
      );
    }
  }

  /** Follow the user's Lab to the new server, or stay behind. */
  private async _onMoved(item: Switch): Promise<void> {
    const { asking, visible } = this._options;
    await asking.settled();
    this._move.cancel();
    const asked = asking.where(item.project);
    const concerned = this._answers.concerns(item);
    const unsaved = this._move.answered ? [] : await this._answers.save(item);
    const goes = concerned
      ? this._isTold || roleOf(asked, visible()) === 'moves'
      : asked === 'here';
    if (goes && unsaved.length === 0) {
      await this._move.leave(item);
      // Still here: the user chose to stay when the browser asked.
      const dirty = this._options.work.documents.dirty();
      this._stayBehind(dirty, !item.keepsPrevious);
    } else if (concerned) {
      // A server with unsaved work is not stopped.
      this._stayBehind(unsaved, unsaved.length === 0 && !item.keepsPrevious);
      if (unsaved.length > 0) {
        const stays = (): boolean => this._state.phase === 'stale';
        void this._answers.release(item, unsaved, stays);
      }
    }
  }

  /** Offer the move here later, because the page that asked may be closed. */
  private _offerLate(item: Switch): void {
    setTimeout(() => {
      if (this._isReady(item) && this._state.phase === 'idle') {
        this._set({ phase: 'offering' });
      }
    }, OFFER_AFTER);
  }

  private _stayBehind(unsaved: readonly string[], stopped: boolean): void {
    this._options.work.rest(false);
    this._options.asking.forget();
    this._set({ phase: 'stale', unsaved, stopped, dismissed: false });
  }

  /** Return the switch under way, while its new server is ready. */
  private _ready(): Switch | null {
    const item = this._options.model.switching;
    return item?.phase === 'ready' ? item : null;
  }

  private _isReady(item: Switch): boolean {
    return this._ready()?.id === item.id;
  }

  private _set(state: HandOverState): void {
    this._state = state;
    this._changed.emit();
  }

  private readonly _options: IHandOverOptions;
  private readonly _answers: PageAnswers;
  private readonly _move: PageMove;
  private readonly _turns: SwitchTurns;
  private readonly _changed = new Signal<this, void>(this);
  private _state: HandOverState = { phase: 'idle' };
  /** True when the user told this page to move. */
  private _isTold = false;
  private _isDisposed = false;
}
